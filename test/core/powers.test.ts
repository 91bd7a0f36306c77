import { describe, expect, test } from 'vitest';
import { findNewPowers, type KnownPlaces, type Power } from '../../electron/core/powers.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { aListener, anOwner, aProbe, aWatchedPort, someSettings } from '../support/builders.ts';

const SHOP = '/home/ann/shop';
const saved = aWatchedPort({
  id: 'web',
  port: 3000,
  expectedOwner: { kind: 'project', folder: SHOP },
  acceptedOwners: [],
  configTargets: [{ kind: 'dotenv', file: `${SHOP}/.env`, key: 'PORT' }],
  restartCommand: ['npm', 'run', 'dev'],
  autoKill: { executable: 'node' },
});

function powersOf(
  changes: Partial<WatchedPort>,
  known: Partial<KnownPlaces> = {},
): readonly Power[] {
  const settings = { ...someSettings(), watchedPorts: [saved] };
  return findNewPowers(
    { ...saved, ...changes },
    { settings, listeners: [], readings: [], ...known },
  );
}

const envOf = (folder: string) => [
  { kind: 'dotenv', file: `${folder}/.env`, key: 'PORT' } as const,
];

describe('what a window names and nobody granted', () => {
  test('is nothing where the entry stays as it is, and nothing in a name or a fallback', () => {
    expect(powersOf({})).toEqual([]);
    expect(powersOf({ name: 'other', fallbackPorts: [{ from: 1, to: 2 }] })).toEqual([]);
  });

  test('is a file that no entry holds', () => {
    expect(powersOf({ configTargets: [...saved.configTargets, ...envOf('/home/ann')] })).toEqual([
      { kind: 'write', file: '/home/ann/.env' },
    ]);
  });

  test('is a folder to look through, also as a further owner, and a command that would run there', () => {
    const folder = '/home/ann/.ssh';
    expect(powersOf({ acceptedOwners: [{ kind: 'project', folder }] })).toEqual([
      { kind: 'read', folder },
    ]);
    expect(powersOf({ expectedOwner: { kind: 'project', folder } })).toEqual([
      { kind: 'read', folder },
      { kind: 'run', command: ['npm', 'run', 'dev'], folder },
    ]);
  });

  test('is a restart of a service that is down, and the same one of somebody else', () => {
    const probe = aProbe({ onDown: 'restart' });
    const settings = { ...someSettings(), watchedPorts: [{ ...saved, probe }] };
    const restart = [{ kind: 'restart' }];
    expect(powersOf({ probe: aProbe({ onDown: 'notify' }) })).toEqual([]);
    expect(powersOf({ probe })).toEqual(restart);
    expect(powersOf({ probe: aProbe({ onDown: 'restart', path: '/up' }) }, { settings })).toEqual(
      [],
    );
    const other = { kind: 'command', pattern: 'java' } as const;
    expect(powersOf({ probe, expectedOwner: other }, { settings })).toContainEqual(restart[0]);
    expect(powersOf({ probe, port: 5432, autoKill: undefined }, { settings })).toEqual(restart);
  });

  test('is another command, and the same one for another entry', () => {
    const run = { kind: 'run', command: ['sh', '-c', 'x'], folder: SHOP };
    expect(powersOf({ restartCommand: ['sh', '-c', 'x'] })).toEqual([run]);
    expect(powersOf({ id: 'new', autoKill: undefined })).toEqual([
      { ...run, command: ['npm', 'run', 'dev'] },
    ]);
  });

  test('is where the same command would run by the place of another file', () => {
    const anybody = { expectedOwner: { kind: 'anybody' } } as const;
    const settings = { ...someSettings(), watchedPorts: [{ ...saved, ...anybody }] };
    const readings = [
      {
        kind: 'read' as const,
        folder: '/tmp/evil',
        isPartial: false,
        places: [
          {
            target: { kind: 'dotenv' as const, file: '/tmp/evil/.env', key: 'PORT' },
            line: 1,
            text: '',
            port: 3000,
            protocol: 'tcp' as const,
            name: 'x',
            folder: '/tmp/evil',
          },
        ],
      },
    ];
    expect(
      powersOf({ ...anybody, configTargets: envOf('/tmp/evil') }, { settings, readings }),
    ).toEqual([{ kind: 'run', command: ['npm', 'run', 'dev'], folder: '/tmp/evil' }]);
  });

  test('is who is ended without a question, also on another port', () => {
    expect(powersOf({ autoKill: { executable: 'postgres' } })).toEqual([
      { kind: 'end', executable: 'postgres' },
    ]);
    expect(powersOf({ port: 5432 })).toEqual([{ kind: 'end', executable: 'node' }]);
    expect(powersOf({ protocol: 'udp' })).toEqual([{ kind: 'end', executable: 'node' }]);
    expect(powersOf({ address: '::1' })).toEqual([{ kind: 'end', executable: 'node' }]);
  });
});

test('what main itself has shown needs no question', () => {
  const folder = '/home/ann/blog';
  const wanted = aWatchedPort({
    id: 'blog',
    expectedOwner: { kind: 'project', folder },
    acceptedOwners: [],
    configTargets: [],
  });
  const nothing = { settings: someSettings({ watchedPorts: [] }), listeners: [], readings: [] };
  expect(findNewPowers(wanted, nothing)).toEqual([{ kind: 'read', folder }]);
  for (const owner of [anOwner({ project: folder }), anOwner({ cwd: folder })]) {
    expect(
      findNewPowers(wanted, { ...nothing, listeners: [aListener({ owners: [owner] })] }),
    ).toEqual([]);
  }
  const readings = [{ kind: 'unreadable' as const, folder }];
  expect(findNewPowers(wanted, { ...nothing, readings })).toEqual([]);
});
