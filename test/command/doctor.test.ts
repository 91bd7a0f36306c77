import { expect, test } from 'vitest';
import { diagnose } from '../../electron/core/diagnose.ts';
import { toDoctorExit, toDoctorDocument, toDoctorText } from '../../electron/command/doctor.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import { aHiddenListener, aListener } from '../support/builders.ts';
import { createFakeMachine } from '../support/fake-host.ts';

const facts = {
  version: '1.2.3',
  runtime: 'Node 20, linux x64',
  homeFolder: '/home/ann',
  app: { state: 'not-running' },
} as const;

function aMachine() {
  const machine = createFakeMachine();
  machine.listeners = [aListener(), aHiddenListener({ port: 22 })];
  machine.host.scanner.describeSource = () => 'netlink';
  machine.host.terminator.describeWay = () => 'pidfd';
  return machine;
}

test('a machine that is read in the best way is told so', async () => {
  const machine = aMachine();
  machine.engines = [{ socketPath: '/run/docker.sock', state: 'not-permitted' }];
  const diagnosis = await diagnose(machine.host);
  expect(toDoctorText(diagnosis, facts, toTranslate('en', 'linux')).split('\n')).toEqual([
    'Portreeve 1.2.3 (Node 20, linux x64)',
    'Ports      read from the kernel by netlink: 2 listeners in 0.00 ms',
    '           1 listener belongs to others, whose processes this account may not see',
    'Signals    sent through a handle of the process, which no other process can get',
    'App        does not run with these settings',
    'Containers /run/docker.sock is there, but not for this account',
  ]);
  expect(toDoctorExit(diagnosis, facts)).toBe(0);
});

test('what is not at its best has its reason, and an exit code', async () => {
  const machine = aMachine();
  machine.host.scanner.describeSource = () => 'proc: koffi: MODULE_NOT_FOUND';
  machine.missing = ['tcp6'];
  const diagnosis = await diagnose(machine.host);
  const text = toDoctorText(diagnosis, facts, toTranslate('en', 'linux'));
  expect(text).toContain('read from /proc');
  expect(text).toContain('Why not netlink: proc: koffi: MODULE_NOT_FOUND');
  expect(text).toContain('tcp6');
  expect(toDoctorExit(diagnosis, facts)).toBe(1);
});

test('ports that cannot be read are no calm', async () => {
  const machine = aMachine();
  machine.scanFailure = { kind: 'failed', reason: 'not-permitted', detail: 'EACCES' };
  const diagnosis = await diagnose(machine.host);
  expect(toDoctorExit(diagnosis, facts)).toBe(2);
  expect(toDoctorDocument(diagnosis, facts)).toMatchObject({
    ports: { state: 'failed', reason: 'not-permitted' },
  });
});

test('hidden processes of this account are not counted as those of others', async () => {
  const machine = aMachine();
  machine.listeners = [aHiddenListener({ user: 'ann' }), aHiddenListener({ port: 3001 })];
  const text = toDoctorText(await diagnose(machine.host), facts, toTranslate('en', 'linux'));
  expect(text).toContain('1 listener belongs to others, whose processes this account may not see');
  expect(text).toContain(
    '1 listener is of this account itself, by a process that the system keeps closed to it',
  );
});

test('an app that runs and does not answer is not at its best', async () => {
  const diagnosis = await diagnose(aMachine().host);
  const stuck = { ...facts, app: { state: 'not-answering' } } as const;
  expect(toDoctorText(diagnosis, stuck, toTranslate('en', 'linux'))).toContain('does not answer');
  expect(toDoctorExit(diagnosis, stuck)).toBe(1);
});

test.each([
  ['macos', 'lsof', 'pid', 'by lsof and netstat', 'since macOS has no other way'],
  ['windows', 'tables', 'handle', 'from the tables of Windows', 'through a handle'],
] as const)('the best of %s is told as such', async (system, source, way, ports, signals) => {
  const machine = aMachine();
  machine.host.scanner.describeSource = () => source;
  machine.host.terminator.describeWay = () => way;
  const diagnosis = await diagnose(machine.host);
  const text = toDoctorText(diagnosis, facts, toTranslate('en', system));
  expect(text).toContain(ports);
  expect(text).toContain(signals);
  expect(text).not.toMatch(/netlink|\/proc/);
  expect(toDoctorExit(diagnosis, facts)).toBe(0);
});

test('Windows without native code is told of, with the reason', async () => {
  const machine = aMachine();
  machine.host.scanner.describeSource = () => 'netstat: koffi: MODULE_NOT_FOUND';
  machine.host.terminator.describeWay = () => 'none';
  const diagnosis = await diagnose(machine.host);
  const text = toDoctorText(diagnosis, facts, toTranslate('en', 'windows'));
  expect(text).toContain('by netstat, which takes longer');
  expect(text).toContain('Why: netstat: koffi: MODULE_NOT_FOUND');
  expect(text).toContain('nothing can be ended');
  expect(text).not.toMatch(/netlink|\/proc/);
  expect(toDoctorExit(diagnosis, facts)).toBe(1);
});
