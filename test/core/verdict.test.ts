import { describe, expect, test } from 'vitest';
import { decideVerdict, isOwnerByRule } from '../../electron/core/verdict.ts';
import type { Listener } from '../../shared/listener.ts';
import type { OwnerRule } from '../../shared/watched-port.ts';
import { aHiddenListener, aListener, anOwner, aWatchedPort } from '../support/builders.ts';

const reading = (...listeners: readonly Listener[]) => ({ listeners, missing: [] });
const expectedOwner = anOwner({ cwd: '/home/ann/shop/web', project: '/home/ann/shop' });

describe('a watched port', () => {
  test('that nobody holds is free', () => {
    expect(decideVerdict(aWatchedPort(), reading(aListener({ port: 3001 })))).toEqual({
      kind: 'free',
    });
  });

  test('is not called free while part of the ports could not be read', () => {
    expect(decideVerdict(aWatchedPort(), { listeners: [], missing: ['tcp6'] })).toEqual({
      kind: 'undetermined',
      reason: 'scan-partial',
      listenerKeys: [],
    });
  });

  test('held from the expected folder is as expected', () => {
    const listener = aListener({ owners: [expectedOwner] });
    expect(decideVerdict(aWatchedPort(), reading(listener))).toEqual({
      kind: 'expected',
      listenerKeys: [listener.key],
    });
  });

  test('held by another program is in conflict', () => {
    const listener = aListener();
    expect(decideVerdict(aWatchedPort(), reading(listener))).toEqual({
      kind: 'conflict',
      conflict: 'squatted',
      listenerKeys: [listener.key],
    });
  });

  test('held by a process that is hidden is undetermined, never a conflict', () => {
    const listener = aHiddenListener();
    expect(decideVerdict(aWatchedPort(), reading(listener))).toEqual({
      kind: 'undetermined',
      reason: 'owner-hidden',
      listenerKeys: [listener.key],
    });
  });

  test('that anybody may hold is as expected even where the owner is hidden', () => {
    const watched = aWatchedPort({ expectedOwner: { kind: 'anybody' } });
    expect(decideVerdict(watched, reading(aHiddenListener())).kind).toBe('expected');
  });

  test('with the service on one loopback address and a squatter on the other is in conflict', () => {
    const own = aListener({ owners: [expectedOwner] });
    const squatter = aListener({ address: '::1', owners: [anOwner({ pid: 5 })] });
    expect(decideVerdict(aWatchedPort(), reading(own, squatter))).toEqual({
      kind: 'conflict',
      conflict: 'squatted',
      listenerKeys: [squatter.key],
    });
  });

  test('shared between parent and children counts as expected when one of them is', () => {
    const listener = aListener({ owners: [anOwner({ pid: 7 }), expectedOwner] });
    expect(decideVerdict(aWatchedPort(), reading(listener)).kind).toBe('expected');
  });

  test('of UDP is no conflict while the expected service is among those that share it', () => {
    const watched = aWatchedPort({ protocol: 'udp', port: 5353 });
    const own = aListener({ protocol: 'udp', port: 5353, owners: [expectedOwner] });
    const other = aListener({ protocol: 'udp', port: 5353, address: '0.0.0.0' });
    expect(decideVerdict(watched, reading(own, other)).kind).toBe('expected');
  });

  test('of UDP does not care who holds the TCP port of the same number', () => {
    expect(decideVerdict(aWatchedPort({ protocol: 'udp' }), reading(aListener()))).toEqual({
      kind: 'free',
    });
  });

  test('accepts the owners that the person accepted', () => {
    const watched = aWatchedPort({
      acceptedOwners: [{ kind: 'project', folder: '/home/ann/blog' }],
    });
    expect(decideVerdict(watched, reading(aListener())).kind).toBe('expected');
  });
});

test.each([
  ['any', '192.168.1.5', true],
  ['127.0.0.1', '127.0.0.1', true],
  ['127.0.0.1', '0.0.0.0', true],
  ['127.0.0.1', '::', true],
  ['127.0.0.1', '::ffff:127.0.0.1', true],
  ['127.0.0.1', '127.0.0.2', false],
  ['127.0.0.1', '::1', false],
  ['::1', '::1', true],
  ['::1', '::', true],
  ['::1', '0.0.0.0', false],
  ['::1', '127.0.0.1', false],
  ['0.0.0.0', '127.0.0.1', true],
  ['0.0.0.0', '::1', false],
  ['::', '127.0.0.1', true],
])('watching %s, a squatter on %s matters: %s', (watchedAddress, address, matters) => {
  const verdict = decideVerdict(
    aWatchedPort({ address: watchedAddress }),
    reading(aListener({ address })),
  );
  expect(verdict.kind === 'conflict').toBe(matters);
});

test.each<[OwnerRule, boolean]>([
  [{ kind: 'anybody' }, true],
  [{ kind: 'executable', executable: '/usr/bin/node' }, true],
  [{ kind: 'executable', executable: 'node' }, true],
  [{ kind: 'executable', executable: 'nod' }, false],
  [{ kind: 'executable', executable: '/opt/node' }, false],
  [{ kind: 'command', pattern: 'server\\.js$' }, true],
  [{ kind: 'command', pattern: 'vite' }, false],
  [{ kind: 'project', folder: '/home/ann/blog' }, true],
  [{ kind: 'project', folder: '/home/ann/blog/' }, true],
  [{ kind: 'project', folder: '/home/ann' }, true],
  [{ kind: 'project', folder: '/home/ann/blo' }, false],
])('the rule %o fits "node server.js" in ~/blog: %s', (rule, fits) => {
  expect(isOwnerByRule(anOwner(), rule)).toBe(fits);
});

test('a program that only calls itself by the expected name does not fit the rule', () => {
  const impostor = anOwner({ name: 'postgres', executable: '/tmp/evil' });
  expect(isOwnerByRule(impostor, { kind: 'executable', executable: 'postgres' })).toBe(false);
});
