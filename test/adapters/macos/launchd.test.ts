import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  parseLaunchdList,
  parseLaunchdPrint,
} from '../../../electron/adapters/macos/launchd-list.ts';
import { createLaunchdUnits, findUnit } from '../../../electron/adapters/macos/launchd-units.ts';
import { toUnitCommand } from '../../../electron/core/kill/stop-commands.ts';
import { createFakeTools } from './fake-tools.ts';
import { listSamples, readKey, readSample } from './fixtures.ts';

const keySchema = z.array(z.object({ pid: z.number().nullable(), label: z.string() }));

test.each(listSamples(/launchctl-list/))('%s has the services of its key', (name) => {
  expect(parseLaunchdList(readSample(name))).toEqual(
    readKey(name, keySchema).map(({ pid, label }) => (pid === null ? { label } : { label, pid })),
  );
});

const PRINTED = `gui/501/homebrew.mxcl.redis = {
\tactive count = 1
\tpath = /Users/ann/Library/LaunchAgents/homebrew.mxcl.redis.plist
\ttype = LaunchAgent
\tstate = running

\tprogram = /opt/homebrew/opt/redis/bin/redis-server
\tendpoints = {
\t\t"x" = {
\t\t\tpid = 1
\t\t\tproperties = keepalive
\t\t}
\t}
\truns = 1
\tpid = 50857
\tlast exit code = (never exited)

\tproperties = runatload | inferred program
}
`;

describe('what launchd says of a service', () => {
  test('is read from its outermost lines', () => {
    expect(parseLaunchdPrint(PRINTED)).toEqual({
      pid: 50857,
      isKeptAlive: false,
      startsAtLoad: true,
    });
    const kept = PRINTED.replace('properties = runatload', 'properties = keepalive | runatload');
    expect(parseLaunchdPrint(kept)).toMatchObject({ isKeptAlive: true, startsAtLoad: true });
    expect(parseLaunchdPrint('Could not find service "x" in domain for user gui: 501')).toBe(
      undefined,
    );
  });

  test('is read from any text without a throw', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => {
        parseLaunchdPrint(text);
        for (const { pid } of parseLaunchdList(text)) expect(text).toContain(String(pid ?? ''));
      }),
    );
  });
});

describe('the service of a process', () => {
  const services = parseLaunchdList(
    'PID\tStatus\tLabel\n50857\t0\thomebrew.mxcl.redis\n600\t0\tapplication.com.apple.Terminal.1\n700\t0\tcom.apple.Finder\n',
  );

  test('is that of the nearest of its family that has one', () => {
    expect(findUnit(services, [50999, 50857, 1], 501)).toEqual({
      name: 'homebrew.mxcl.redis',
      isUserUnit: true,
      manager: 'launchd',
    });
    expect(findUnit(services, [50857], 0)?.isUserUnit).toBe(false);
  });

  test('is none where a person opened the application, or the system is at work', () => {
    expect(findUnit(services, [650, 600, 1], 501)).toBeUndefined();
    expect(findUnit(services, [700, 50857], 501)).toBeUndefined();
    expect(findUnit(services, [3], 501)).toBeUndefined();
  });
});

describe.skipIf(process.platform === 'win32')('launchctl', () => {
  const unit = { name: 'homebrew.mxcl.redis', isUserUnit: true, manager: 'launchd' } as const;

  test('is asked about the service in our own domain', async () => {
    const tools = createFakeTools();
    const file = join(tools.folder, 'asked');
    tools.print('answer', PRINTED);
    const launchctl = tools.write(
      'launchctl',
      `echo "$@" >>'${file}'; [ "$1" = bootout ] || cat '${tools.folder}/answer.out'`,
    );
    const units = createLaunchdUnits({ launchctl, uid: 501 });
    expect(await units.describe(unit)).toEqual({
      restarts: false,
      isEnabled: true,
      triggeredBy: [],
      mainPid: 50857,
    });
    expect(await units.stop(unit)).toBe('stopped');
    expect(await createLaunchdUnits({ launchctl, uid: 0 }).stop(unit)).toBe('stopped');
    expect(readFileSync(file, 'utf8')).toBe(
      'print gui/501/homebrew.mxcl.redis\nbootout gui/501/homebrew.mxcl.redis\nbootout system/homebrew.mxcl.redis\n',
    );
  });

  test.each([
    ['exit 0', 'stopped'],
    ["echo 'Boot-out failed: 36: Operation now in progress' >&2; exit 36", 'stopped'],
    ["echo 'Boot-out failed: 3: No such process' >&2; exit 3", 'not-found'],
    ['exit 113', 'not-found'],
    ["echo 'Boot-out failed: 1: Operation not permitted' >&2; exit 1", 'not-permitted'],
    ['exit 150', 'not-permitted'],
    ['exit 5', 'failed'],
  ])('that ends with %s: %s', async (text, expected) => {
    const launchctl = createFakeTools().write('launchctl', text);
    expect(await createLaunchdUnits({ launchctl, uid: 501 }).stop(unit)).toBe(expected);
  });

  test('is told nothing that it would take for an option or another path', async () => {
    const units = createLaunchdUnits({ launchctl: '/nowhere/launchctl', uid: 501 });
    for (const name of ['', '-x', '../x', 'a/b', 'a b', 'a;b', '$(id)', 'x'.repeat(300)]) {
      expect(await units.stop({ ...unit, name })).toBe('not-found');
      expect(await units.describe({ ...unit, name })).toBeUndefined();
    }
    expect(await units.stop(unit)).toBe('not-installed');
  });

  test('has a line that a person can run, in Homebrew’s words for its own', () => {
    expect(toUnitCommand(unit)).toBe('brew services stop redis');
    expect(toUnitCommand({ ...unit, name: 'com.example.api' })).toBe(
      'launchctl bootout gui/$(id -u)/com.example.api',
    );
    expect(toUnitCommand({ ...unit, name: 'com.example.api', isUserUnit: false })).toBe(
      'sudo launchctl bootout system/com.example.api',
    );
    expect(toUnitCommand({ name: 'cups.service', isUserUnit: false })).toBe(
      'systemctl stop cups.service',
    );
  });
});
