import { describe, expect, test } from 'vitest';
import { createApp } from '../../electron/app.ts';
import { decideVerdict } from '../../electron/core/verdicts/verdict.ts';
import { unknownSurroundings } from '../../electron/core/verdicts/conflicts.ts';
import { removeWatchedPort } from '../../electron/core/settings-changes.ts';
import type { Settings } from '../../shared/settings.ts';
import { aListener, anOwner, aWatchedPort, someSettings } from '../support/builders.ts';
import { createFakeMachine } from '../support/fake-host.ts';

const web = { watchedPortId: 'web' };
const asker = { pid: undefined };

async function anApp(settings: Partial<Settings> = {}, taken: readonly number[] = []) {
  const machine = createFakeMachine(
    someSettings({ watchedPorts: [aWatchedPort({ id: 'web', port: 3000 })], ...settings }),
  );
  for (const port of taken) machine.taken.add(port);
  const app = createApp(machine.host);
  await app.start();
  return { machine, app };
}

describe('a hold', () => {
  test('binds the port, and is in the settings', async () => {
    const { machine, app } = await anApp();
    expect(await app.requests['hold.take'](web, asker)).toEqual({ kind: 'held' });
    expect([...machine.held]).toEqual([3000]);
    expect(machine.saved?.heldPorts).toEqual(['web']);
    expect(app.getSnapshot().watched[0]?.isHoldWanted).toBe(true);
    await app.stop();
    expect([...machine.held]).toEqual([]);
    expect(machine.saved?.heldPorts).toEqual(['web']);
  });

  test('is taken again when the app starts', async () => {
    const { machine } = await anApp({ heldPorts: ['web', 'no-longer-watched'] });
    expect([...machine.held]).toEqual([3000]);
  });

  test('of a port that somebody has is refused, and changes nothing', async () => {
    const { machine, app } = await anApp({}, [3000]);
    expect(await app.handlers['watched-port.hold'](web, 'popover')).toEqual({
      kind: 'unavailable',
      reason: 'in-use',
    });
    expect(machine.saved).toBeUndefined();
    expect(await app.requests['hold.take']({ watchedPortId: 'none' }, asker)).toEqual({
      kind: 'not-watched',
    });
  });

  test('is let go for good', async () => {
    const { machine, app } = await anApp({ heldPorts: ['web'] });
    expect(await app.requests['hold.let-go'](web, asker)).toEqual({ kind: 'let-go' });
    expect([...machine.held]).toEqual([]);
    expect(machine.saved?.heldPorts).toEqual([]);
    expect(await app.requests['hold.let-go'](web, asker)).toEqual({ kind: 'not-held' });
    expect(await app.requests['hold.take-back'](web, asker)).toEqual({ kind: 'not-held' });
  });

  test('is handed over to its service and taken back after it', async () => {
    const { machine, app } = await anApp({ heldPorts: ['web'] });
    expect(await app.requests['hold.hand-over'](web, asker)).toEqual({ kind: 'handed-over' });
    expect([...machine.held]).toEqual([]);
    // Other changes of the settings do not snatch it from the service.
    await app.handlers['preferences.save']({ preferences: { graceMs: 6000 } }, 'settings');
    expect([...machine.held]).toEqual([]);
    expect(await app.requests['hold.hand-over'](web, asker)).toEqual({ kind: 'not-held' });
    expect(await app.requests['hold.take-back'](web, asker)).toEqual({ kind: 'held' });
    expect([...machine.held]).toEqual([3000]);
  });

  test('that its service has does not snatch the port to which the service moves', async () => {
    const { machine, app } = await anApp({ heldPorts: ['web'] });
    await app.requests['hold.hand-over'](web, asker);
    const moved = aWatchedPort({ id: 'web', port: 3100 });
    await app.handlers['watched-port.save']({ watchedPort: moved }, 'settings');
    await app.requests['hold.let-go']({ watchedPortId: 'none' }, asker);
    expect([...machine.held]).toEqual([]);
  });

  test('follows its watched port to another number, and ends with it', async () => {
    const { machine, app } = await anApp({ heldPorts: ['web'] });
    const moved = aWatchedPort({ id: 'web', port: 3100 });
    await app.handlers['watched-port.save']({ watchedPort: moved }, 'settings');
    // Answers after what was asked before it.
    await app.requests['hold.let-go']({ watchedPortId: 'none' }, asker);
    expect([...machine.held]).toEqual([3100]);
    await app.handlers['watched-port.remove'](web, 'settings');
    await app.requests['hold.let-go']({ watchedPortId: 'none' }, asker);
    expect([...machine.held]).toEqual([]);
    expect(removeWatchedPort(someSettings({ heldPorts: ['web'] }), 'web').heldPorts).toEqual([]);
  });
});

describe('a port that the app itself holds', () => {
  const own = aListener({ owners: [anOwner({ pid: 500, name: 'portreeve' })] });
  const decide = (...listeners: readonly (typeof own)[]) =>
    decideVerdict(aWatchedPort(), {
      reading: { listeners, missing: [] },
      surroundings: unknownSurroundings,
      watchedPorts: [aWatchedPort()],
      wasHeld: false,
      keeperPid: 500,
    });

  test('is held, and no conflict', () => {
    expect(decide(own)).toEqual({ kind: 'held', listenerKeys: [own.key] });
    const anybody = aWatchedPort({ expectedOwner: { kind: 'anybody' } });
    expect(
      decideVerdict(anybody, {
        reading: { listeners: [own], missing: [] },
        surroundings: unknownSurroundings,
        watchedPorts: [anybody],
        wasHeld: false,
        keeperPid: 500,
      }).kind,
    ).toBe('held');
  });

  test('hides no squatter beside it', () => {
    const squatter = aListener({
      key: 'other',
      address: '127.0.0.1',
      owners: [anOwner({ pid: 7, name: 'nc', cwd: '/tmp', project: undefined })],
    });
    expect(decide(own, squatter)).toMatchObject({ kind: 'conflict', listenerKeys: ['other'] });
  });

  test('shows in every window as held, and is told to nobody', async () => {
    const { machine, app } = await anApp();
    const alerts: unknown[] = [];
    app.subscribeToAlerts((told) => alerts.push(told));
    machine.listeners = [{ ...own, port: 3000 }];
    await app.requests['hold.take'](web, asker);
    await app.requests['status.read']({}, asker);
    expect(app.getSnapshot().watched[0]?.verdict.kind).toBe('held');
    expect(alerts).toEqual([]);
    expect(machine.history.map(({ kind }) => kind)).not.toContain('conflict-began');
  });
});
