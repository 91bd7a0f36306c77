import { describe, expect, test } from 'vitest';
import { mergeSettings } from '../../shared/merge-settings.ts';
import type { Settings } from '../../shared/settings.ts';
import { aWatchedPort, someSettings } from '../support/builders.ts';

const web = aWatchedPort();
const api = aWatchedPort({ id: 'api', name: 'api', port: 4000 });
const db = aWatchedPort({ id: 'db', name: 'db', port: 5432 });
const before = someSettings({ watchedPorts: [web, api] });

/** What of the two ports is left, and what was left out. */
function merge(ours: Partial<Settings>, theirs: Partial<Settings>) {
  const merged = mergeSettings(before, { ...before, ...ours }, { ...before, ...theirs });
  const ports = merged.settings.watchedPorts.map(({ name, port }) => `${name} ${port}`);
  return { ...merged, ports };
}

describe('two changes of the settings at once', () => {
  test('of different settings are both kept', () => {
    const { settings, leftOut } = merge({ theme: 'dark' }, { intervalMs: 3000, isPaused: true });
    expect(settings).toEqual({ ...before, theme: 'dark', intervalMs: 3000, isPaused: true });
    expect(leftOut).toEqual([]);
  });

  test('of different watched ports are both kept, be they changed, added or removed', () => {
    const changed = { ...web, port: 3001 };
    expect(merge({ watchedPorts: [changed, api] }, { watchedPorts: [web, api, db] })).toMatchObject(
      {
        ports: ['web 3001', 'api 4000', 'db 5432'],
        leftOut: [],
      },
    );
    expect(merge({ watchedPorts: [web, api, db] }, { watchedPorts: [web] })).toMatchObject({
      ports: ['web 3000', 'db 5432'],
      leftOut: [],
    });
    expect(
      merge({ watchedPorts: [api] }, { watchedPorts: [web, { ...api, port: 4001 }] }),
    ).toMatchObject({ ports: ['api 4001'], leftOut: [] });
  });

  test('of different fields of one watched port are both kept', () => {
    const ours = { watchedPorts: [{ ...web, port: 3001 }, api] };
    const theirs = { watchedPorts: [{ ...web, name: 'shop' }, api] };
    expect(merge(ours, theirs)).toMatchObject({ ports: ['shop 3001', 'api 4000'], leftOut: [] });
  });

  test('of the same field leave theirs, and the name of the port is told', () => {
    const ours = { watchedPorts: [{ ...web, port: 3001 }, api] };
    const theirs = { watchedPorts: [{ ...web, port: 3002 }, api] };
    expect(merge(ours, theirs)).toMatchObject({
      ports: ['web 3002', 'api 4000'],
      leftOut: ['web'],
    });
    expect(merge({ watchedPorts: [api] }, theirs)).toMatchObject({
      ports: ['web 3002', 'api 4000'],
      leftOut: ['web'],
    });
    expect(merge(ours, { watchedPorts: [api] })).toMatchObject({
      ports: ['api 4000'],
      leftOut: ['web'],
    });
    expect(merge({ theme: 'dark' }, { theme: 'light' })).toMatchObject({
      settings: { theme: 'light' },
      leftOut: [''],
    });
    expect(merge(ours, ours).leftOut).toEqual([]);
  });

  test('that together would watch one port twice leave theirs', () => {
    const ours = { watchedPorts: [{ ...web, port: 4100 }, api] };
    const theirs = { watchedPorts: [web, { ...api, port: 4100 }] };
    expect(merge(ours, theirs)).toMatchObject({
      ports: ['web 3000', 'api 4100'],
      leftOut: ['web'],
    });
  });

  test('of what is held and ignored are both kept', () => {
    const until = '2026-11-21T12:00:00.000Z';
    const { settings } = merge(
      { heldPorts: ['web'], mutes: [{ watchedPortId: 'web', until }] },
      { heldPorts: ['api'], mutes: [{ watchedPortId: 'api', until }] },
    );
    expect(settings.heldPorts).toEqual(['api', 'web']);
    expect(settings.mutes.map(({ watchedPortId }) => watchedPortId)).toEqual(['api', 'web']);
  });
});
