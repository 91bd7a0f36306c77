import { describe, expect, it } from 'vitest';
import { parseEntry } from '../../electron/adapters/history/history-lines.ts';
import { formatSettings, parseSettings } from '../../electron/adapters/settings-file.ts';
import { aWatchedPort, someSettings } from '../support/builders.ts';

const target = { kind: 'dotenv', file: '/home/ann/shop/.env', key: 'PORT' } as const;

/** Settings as version 1 wrote them. */
function toVersion1(configTarget: object): string {
  const { configTargets: _, ...watchedPort } = aWatchedPort();
  const watchedPorts = [{ ...watchedPort, ...configTarget }];
  return JSON.stringify({ ...someSettings(), version: 1, watchedPorts });
}

describe('settings of version 1', () => {
  it('keep the one place where the port is written as the first of several', () => {
    const parsed = parseSettings(toVersion1({ configTarget: target }));
    expect(parsed).toEqual({ kind: 'good', settings: someSettings() });
  });

  it('have no place where none was named', () => {
    const parsed = parseSettings(toVersion1({}));
    expect(parsed).toEqual({
      kind: 'good',
      settings: someSettings({ watchedPorts: [aWatchedPort({ configTargets: [] })] }),
    });
  });

  it('are broken where the place was', () => {
    const configTarget = { ...target, key: '1 2' };
    expect(parseSettings(toVersion1({ configTarget })).kind).toBe('broken');
  });

  it('are written as today, and then read without any change', () => {
    const parsed = parseSettings(toVersion1({ configTarget: target }));
    const text = parsed.kind === 'good' ? formatSettings(parsed.settings) : '';
    expect(JSON.parse(text)).toMatchObject({ version: 2, watchedPorts: [{ port: 3000 }] });
    expect(text).not.toContain('configTarget"');
    expect(parseSettings(text)).toEqual(parsed);
  });
});

describe('a move in the history of an older version', () => {
  const edit = {
    target,
    realPath: '/srv/shop/.env',
    line: 1,
    before: 'PORT=3000',
    after: 'PORT=3001',
    hashBefore: 'a',
    hashAfter: 'b',
  };
  const common = {
    kind: 'reassigned',
    id: 'e1',
    at: '2026-11-21T08:00:00.000Z',
    watchedPortId: 'web',
    name: 'web',
    from: 3000,
    to: 3001,
  };

  it('can still be taken back', () => {
    const line = JSON.stringify({ ...common, edit, backup: '/data/backups/1' });
    expect(parseEntry(line)).toEqual({
      ...common,
      edits: [edit],
      backups: [{ file: '/srv/shop/.env', backup: '/data/backups/1' }],
    });
  });

  it('is left out where it is torn', () => {
    const torn = JSON.stringify({ ...common, backup: '/data/backups/1' });
    expect(parseEntry(torn)).toBeUndefined();
  });
});
