import { describe, expect, test } from 'vitest';
import { killOwner } from '../../../electron/core/kill/kill-owner.ts';
import { prepareKill } from '../../../electron/core/kill/prepare-kill.ts';
import type { KillMeans, KillPlan, KillWayKind } from '../../../shared/kill.ts';
import { aContext, aHiddenListener, aListener, anOwner } from '../../support/builders.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { FakeMachine } from '../../support/fake-host.ts';
import { aMachine, planOf, settings } from './machine.ts';

/** Kills while the fake clock runs on. */
async function kill(
  machine: FakeMachine,
  plan: KillPlan,
  choice: { readonly means?: KillMeans; readonly way?: KillWayKind } = {},
  chosen: Partial<Settings> = {},
) {
  const { means = 'graceful', way = plan.ways[0]?.kind ?? 'processes' } = choice;
  const outcome = killOwner(machine.host, plan, { means, way }, { ...settings, ...chosen });
  await machine.clock.advance(20_000);
  return outcome;
}

describe('a plan', () => {
  test('names the processes, parents first, and what else they hold', async () => {
    const parent = anOwner({ pid: 50 });
    const child = anOwner({ pid: 40, parentPid: 50 });
    const other = aListener({ port: 9229, owners: [child] });
    const plan = await planOf(aMachine(aListener({ owners: [child, parent] }), other));
    expect(plan.targets.map(({ identity }) => identity.pid)).toEqual([50, 40]);
    expect(plan.alsoHolds).toEqual([{ protocol: 'tcp', address: '127.0.0.1', port: 9229 }]);
    expect(plan.warnings).toEqual([{ kind: 'several-owners', count: 2 }]);
    expect(plan.asks).toBe(true);
  });

  test('asks only where there is something to warn of', async () => {
    expect((await planOf(aMachine(aListener()))).asks).toBe(false);
    const machine = aMachine(aListener({ owners: [anOwner({ user: 'bob' })] }));
    machine.clients = 2;
    machine.contexts.set(4001, aContext({ unit: { name: 'shop.service', isUserUnit: true } }));
    const plan = await planOf(machine);
    expect(plan.asks).toBe(true);
    expect(plan.warnings).toEqual([
      { kind: 'connected-clients', count: 2 },
      { kind: 'another-user', user: 'bob' },
      { kind: 'unit', unit: { name: 'shop.service', isUserUnit: true } },
    ]);
  });

  test.each([
    ['always', true],
    ['never', false],
  ] as const)('asks %s when the settings say so', async (askBeforeKill, asks) => {
    const machine = aMachine(aListener());
    machine.clients = asks ? 0 : 3;
    const prepared = await prepareKill(machine.host, aListener().key, {
      ...settings,
      askBeforeKill,
    });
    expect(prepared).toMatchObject({ kind: 'planned', plan: { asks } });
  });

  test.each([
    ['init', anOwner({ pid: 1, name: 'systemd' })],
    ['self', anOwner({ pid: 500 })],
    ['ancestor', anOwner({ pid: 400, name: 'zsh' })],
    ['essential', anOwner({ name: 'x', executable: '/usr/sbin/sshd' })],
    ['essential', anOwner({ executable: '/nix/store/1f-gnome-shell-48/bin/.gnome-shell-wrapped' })],
    ['container-forwarder', anOwner({ executable: '/usr/bin/docker-proxy' })],
    ['protected', anOwner({ executable: '/usr/bin/postgres' })],
  ] as const)('refuses: %s', async (reason, owner) => {
    const machine = aMachine(aListener({ owners: [anOwner({ pid: 77 }), owner] }));
    const prepared = await prepareKill(machine.host, aListener().key, {
      ...settings,
      protectedProcesses: ['postgres'],
    });
    expect(prepared).toMatchObject({ plan: { refusal: { reason, name: owner.name } } });
  });

  test('tells AirPlay Receiver from what else Control Center may hold', async () => {
    const executable =
      '/System/Library/CoreServices/ControlCenter.app/Contents/MacOS/ControlCenter';
    const owners = [anOwner({ name: 'ControlCenter', executable })];
    for (const [port, reason] of [
      [5000, 'airplay'],
      [7000, 'airplay'],
      [7001, 'essential'],
    ] as const) {
      const listener = aListener({ owners, port });
      const plan = await planOf(aMachine(listener));
      expect(plan).toMatchObject({ ways: [], refusal: { reason } });
    }
  });

  test('refuses what is a part of the system', async () => {
    const machine = aMachine(aListener());
    machine.contexts.set(4001, aContext({ isSystemProgram: true }));
    expect((await planOf(machine)).refusal?.reason).toBe('essential');
  });

  test('refuses a kernel thread and an owner that is hidden', async () => {
    const machine = aMachine(aListener());
    machine.contexts.set(4001, aContext({ isKernelThread: true }));
    expect((await planOf(machine)).refusal?.reason).toBe('kernel-thread');
    const hidden = aHiddenListener();
    expect((await planOf(aMachine(hidden))).refusal).toEqual({
      reason: 'hidden-owner',
      name: '',
      user: 'root',
    });
  });
});

describe('a kill', () => {
  test('proves that the port is free and says after how long', async () => {
    const machine = aMachine(aListener());
    const outcome = await kill(machine, await planOf(machine));
    expect(outcome).toEqual({ kind: 'freed', afterMs: 4, means: 'graceful', way: 'processes' });
    expect(machine.signals).toEqual([{ pid: 4001, means: 'graceful' }]);
  });

  test.each([
    ['the pid belongs to a newer process', aListener({ owners: [anOwner({ startToken: '2' })] })],
    ['the executable is another one', aListener({ owners: [anOwner({ executable: '/bin/nc' })] })],
    ['the socket is another one', aListener({ sockets: ['7002'] })],
    ['another process joined', aListener({ owners: [anOwner(), anOwner({ pid: 4002 })] })],
    ['the owner became hidden', aListener({ ownerVisibility: 'hidden' })],
  ])('signals nobody when %s', async (_what, changed) => {
    const machine = aMachine(aListener());
    const plan = await planOf(machine);
    machine.listeners = [changed];
    expect(await kill(machine, plan)).toEqual({ kind: 'changed' });
    expect(machine.signals).toEqual([]);
  });

  test('signals nobody when the port is free already or cannot be read', async () => {
    const machine = aMachine(aListener());
    const plan = await planOf(machine);
    machine.listeners = [];
    expect(await kill(machine, plan)).toEqual({ kind: 'already-free' });
    machine.scanFailure = { kind: 'failed', reason: 'unreadable', detail: '' };
    expect(await kill(machine, plan)).toEqual({ kind: 'scan-failed', wasSignalled: false });
    expect(machine.signals).toEqual([]);
  });

  test('signals nobody who became protected after the plan was shown', async () => {
    const machine = aMachine(aListener());
    const plan = await planOf(machine);
    const outcome = await kill(machine, plan, {}, { protectedProcesses: ['node'] });
    expect(outcome).toEqual({ kind: 'refused', reason: 'protected', name: 'node', user: 'ann' });
    expect(machine.signals).toEqual([]);
  });

  test('waits for the grace time and never forces by itself', async () => {
    const machine = aMachine(aListener());
    const plan = await planOf(machine);
    machine.onSignal = () => 'sent';
    const outcome = await kill(machine, plan);
    expect(outcome).toMatchObject({ kind: 'still-held', means: 'graceful' });
    expect(machine.signals).toEqual([{ pid: 4001, means: 'graceful' }]);
  });

  test('says who took the port again', async () => {
    const machine = aMachine(aListener());
    const plan = await planOf(machine);
    const successor = anOwner({ pid: 4100 });
    machine.onSignal = () => {
      machine.listeners = [aListener({ sockets: ['7009'], owners: [successor] })];
      return 'sent';
    };
    expect(await kill(machine, plan)).toMatchObject({ kind: 'taken-again', holders: [successor] });
  });

  test('gives the line to run where the system refuses the signal', async () => {
    const machine = aMachine(aListener());
    machine.onSignal = () => 'not-permitted';
    expect(await kill(machine, await planOf(machine))).toEqual({
      kind: 'not-permitted',
      user: 'ann',
      command: 'sudo kill 4001',
    });
  });

  test('proves nothing when the scan fails after the signal', async () => {
    const machine = aMachine(aListener());
    const plan = await planOf(machine);
    machine.onSignal = () => {
      machine.scanFailure = { kind: 'failed', reason: 'unreadable', detail: '' };
      return 'sent';
    };
    expect(await kill(machine, plan)).toEqual({ kind: 'scan-failed', wasSignalled: true });
  });
});
