import { expect, test } from 'vitest';
import { createApp } from '../../electron/app.ts';
import type { Settings } from '../../shared/settings.ts';
import { aWatchedPort, someSettings } from '../support/builders.ts';
import { createFakeMachine } from '../support/fake-host.ts';

const api = aWatchedPort({ id: 'api', port: 8080, name: 'api' });
const FILE = '/home/ann/settings.json';

async function start(settings: Settings = someSettings()) {
  const machine = createFakeMachine(settings);
  const app = createApp(machine.host);
  await app.start();
  const plan = async () => {
    const planned = await app.transfer.plan(FILE);
    if (planned.kind !== 'planned') throw new Error(planned.kind);
    return planned;
  };
  const carryOut = (token: string) => app.handlers['settings.import']({ token }, 'settings');
  return { machine, app, plan, carryOut, settings: () => app.getSnapshot().settings };
}

test('what was exported comes back as it was, and the import can be taken back', async () => {
  const { app, machine, plan, carryOut, settings } = await start(
    someSettings({ theme: 'dark', historyDays: 30, protectedProcesses: ['postgres'] }),
  );
  const exported = settings();
  expect(await app.transfer.save(FILE)).toBe(true);
  expect(await app.transfer.plan(FILE)).toEqual({ kind: 'same', file: FILE });
  await app.handlers['watched-port.remove']({ watchedPortId: 'web' }, 'settings');
  await app.handlers['watched-port.save']({ watchedPort: api }, 'settings');
  await app.handlers['preferences.save']({ preferences: { theme: 'light' } }, 'settings');
  const changed = settings();

  const { token, diff } = await plan();
  expect(diff).toEqual({
    before: { theme: 'light' },
    after: { theme: 'dark' },
    added: [{ id: 'web', name: 'web', port: 3000 }],
    edited: [],
    removed: [{ id: 'api', name: 'api', port: 8080 }],
  });
  expect(settings()).toBe(changed);
  // Main asks of what they would let us do, before they are taken.
  expect(app.transfer.listWatchedPorts(token)).toEqual(exported.watchedPorts);
  expect(app.transfer.listWatchedPorts('another')).toEqual([]);
  expect(await carryOut(token)).toEqual({ kind: 'imported' });
  expect(settings()).toEqual(exported);
  await machine.clock.advance(0);
  expect(machine.stored).toEqual(exported);
  expect(await carryOut(token)).toEqual({ kind: 'token-expired' });

  const id = app.getSnapshot().settingsChange?.id ?? '';
  expect(await app.handlers['settings.undo']({ id }, 'settings')).toEqual({ kind: 'undone' });
  expect(settings()).toEqual(changed);
});

test('nothing is taken over that the preview did not show', async () => {
  const { app, machine, plan, carryOut, settings } = await start();
  machine.files.set(FILE, JSON.stringify(someSettings({ theme: 'dark' })));
  const { token } = await plan();
  await app.handlers['watched-port.save']({ watchedPort: api }, 'popover');
  expect(await carryOut(token)).toEqual({ kind: 'changed' });
  expect(settings().watchedPorts).toHaveLength(2);
});

test('a preview is good for five minutes', async () => {
  const { machine, plan, carryOut } = await start();
  machine.files.set(FILE, JSON.stringify(someSettings({ theme: 'dark' })));
  const { token } = await plan();
  await machine.clock.advance(5 * 60_000 + 1);
  expect(await carryOut(token)).toEqual({ kind: 'token-expired' });
});

test('what belongs to this machine stays, and no port is held that was not', async () => {
  const { machine, plan, carryOut, settings } = await start(
    someSettings({ isPaused: true, isPinned: true, popoverSize: { width: 400, height: 500 } }),
  );
  const others = someSettings({ isPaused: false, heldPorts: ['web'], theme: 'dark' });
  machine.files.set(
    FILE,
    JSON.stringify({ ...others, watchedPorts: [...others.watchedPorts, api] }),
  );
  await carryOut((await plan()).token);
  expect(settings()).toMatchObject({
    isPaused: true,
    isPinned: true,
    popoverSize: { width: 400, height: 500 },
    heldPorts: [],
    theme: 'dark',
  });
});

test('diagnostics count, and name nobody', async () => {
  const { app, machine } = await start();
  machine.host.logger.log('warn', 'scan-failed', { detail: '/home/ann/secret' });
  await machine.clock.advance(10_000);
  const diagnostics = await app.diagnose({ portreeve: '1.2.3' });
  expect(diagnostics).toMatchObject({
    versions: { portreeve: '1.2.3' },
    watchedPorts: 1,
    troubles: [{ level: 'warn', event: 'scan-failed' }],
  });
  expect(diagnostics.scans.count).toBeGreaterThan(1);
  expect(JSON.stringify(diagnostics)).not.toMatch(/ann|secret/);
});
