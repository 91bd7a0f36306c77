import { describe, expect, test } from 'vitest';
import { createApp } from '../electron/app.ts';
import { commands } from '../shared/contract.ts';
import {
  aContext,
  aHiddenListener,
  aListener,
  anOwner,
  aWatchedPort,
  someSettings,
} from './support/builders.ts';
import { createFakeMachine, type FakeMachine } from './support/fake-host.ts';

const ENV_FILE = '/home/ann/shop/.env';

/** An app in which `web` is in conflict and could move to 3001. */
async function anAppInConflict(arrange: (machine: FakeMachine) => void = () => undefined) {
  const machine = createFakeMachine(someSettings());
  machine.listeners = [aListener()];
  machine.files.set(ENV_FILE, 'PORT=3000\n');
  arrange(machine);
  const app = createApp(machine.host);
  await app.start();
  await machine.clock.advance(300);
  return { app, machine };
}

/** What the person sees before a click. */
const shown = [anOwner().identity];

const verdictOf = (app: ReturnType<typeof createApp>) => app.getSnapshot().watched[0]?.verdict.kind;

test('offers the move that would be made, without binding or writing anything', async () => {
  const { app, machine } = await anAppInConflict();
  expect(app.getSnapshot().watched[0]).toMatchObject({
    verdict: { kind: 'conflict' },
    reassignPlan: { kind: 'ready', from: 3000, to: 3001 },
  });
  expect(machine.held.size).toBe(0);
  expect(machine.files.get(ENV_FILE)).toBe('PORT=3000\n');
});

test('moves the service as shown, follows it, and takes it back', async () => {
  const { app, machine } = await anAppInConflict();
  expect(await app.reassignAsShown('web')).toMatchObject({ kind: 'reassigned', to: 3001 });
  expect(machine.files.get(ENV_FILE)).toBe('PORT=3001\n');
  expect(machine.held.size).toBe(0);
  expect(machine.saved?.watchedPorts[0]?.port).toBe(3001);
  expect(verdictOf(app)).toBe('free');

  const { undoable } = app.getSnapshot();
  expect(undoable).toMatchObject({ from: 3000, to: 3001, files: [ENV_FILE] });
  const outcome = await app.handlers['service.undo-reassign'](
    { entryId: undoable?.entryId ?? '' },
    'popover',
  );
  expect(outcome.kind).toBe('undone');
  expect(machine.files.get(ENV_FILE)).toBe('PORT=3000\n');
  expect(machine.saved?.watchedPorts[0]?.port).toBe(3000);
  expect(app.getSnapshot().undoable).toBeUndefined();
});

test('remembers after a restart what can be taken back', async () => {
  const { app, machine } = await anAppInConflict();
  await app.reassignAsShown('web');
  await app.stop();
  const again = createApp(machine.host);
  await again.start();
  expect(again.getSnapshot().undoable).toEqual(app.getSnapshot().undoable);
});

test('writes nothing when the file changed since the move was shown, and shows the new state', async () => {
  const { app, machine } = await anAppInConflict();
  machine.files.set(ENV_FILE, 'PORT=3000\nEXTRA=1\n');
  expect(await app.reassignAsShown('web')).toEqual({ kind: 'changed' });
  expect(machine.files.get(ENV_FILE)).toBe('PORT=3000\nEXTRA=1\n');
  expect(await app.reassignAsShown('web')).toMatchObject({ kind: 'reassigned' });
});

test('writes nothing when the new port cannot be held, and offers the next one', async () => {
  const { app, machine } = await anAppInConflict(({ taken }) => {
    taken.add(3001);
  });
  expect(await app.reassignAsShown('web')).toEqual({ kind: 'port-taken', port: 3001 });
  expect(machine.files.get(ENV_FILE)).toBe('PORT=3000\n');
  expect(app.getSnapshot().watched[0]?.reassignPlan).toMatchObject({ kind: 'ready', to: 3002 });
});

test('undoes nothing once the file was edited by somebody else', async () => {
  const { app, machine } = await anAppInConflict();
  await app.reassignAsShown('web');
  machine.files.set(ENV_FILE, 'PORT=9999\n');
  const entryId = app.getSnapshot().undoable?.entryId ?? '';
  const outcome = await app.handlers['service.undo-reassign']({ entryId }, 'popover');
  expect(outcome).toEqual({ kind: 'changed', file: ENV_FILE, backup: `${ENV_FILE}.backup` });
  expect(app.getSnapshot().undoable?.entryId).toBe(entryId);
});

test('kills from the tray without asking only where there is nothing to warn of', async () => {
  const { app, machine } = await anAppInConflict();
  machine.clients = 1;
  expect(await app.killDirectly(aListener().key, shown)).toEqual({ kind: 'needs-a-look' });
  expect(machine.signals).toEqual([]);
  machine.clients = 0;
  const killed = app.killDirectly(aListener().key, shown);
  await machine.clock.advance(1000);
  expect(await killed).toMatchObject({ kind: 'done', outcome: { kind: 'freed' } });
  expect(machine.history.map(({ kind }) => kind)).toEqual([
    'conflict-began',
    'killed',
    'conflict-ended',
  ]);
});

test('a plan is good for one kill', async () => {
  const { app, machine } = await anAppInConflict();
  const planned = await app.handlers['owner.plan-kill'](
    { listenerKey: aListener().key, shown },
    'popover',
  );
  if (planned.kind !== 'planned') throw new Error('no plan');
  const request = { token: planned.token, way: 'processes', means: 'graceful' } as const;
  const killed = app.handlers['owner.kill'](request, 'popover');
  await machine.clock.advance(1000);
  expect(await killed).toMatchObject({ kind: 'done' });
  expect(await app.handlers['owner.kill'](request, 'popover')).toEqual({ kind: 'token-expired' });
});

test('a plan that is older than five minutes is not carried out', async () => {
  const { app, machine } = await anAppInConflict();
  const planned = await app.handlers['owner.plan-kill'](
    { listenerKey: aListener().key, shown },
    'popover',
  );
  if (planned.kind !== 'planned') throw new Error('no plan');
  await machine.clock.advance(5 * 60_000 + 1);
  const request = { token: planned.token, way: 'processes', means: 'graceful' } as const;
  expect(await app.handlers['owner.kill'](request, 'popover')).toEqual({ kind: 'token-expired' });
  expect(machine.signals).toEqual([]);
});

test('accepting the owner ends the conflict and lasts', async () => {
  const { app, machine } = await anAppInConflict();
  await app.handlers['watched-port.accept-owner']({ watchedPortId: 'web', shown }, 'popover');
  await machine.clock.advance(1600);
  expect(verdictOf(app)).toBe('expected');
  expect(machine.saved?.watchedPorts[0]?.acceptedOwners).toEqual([
    { kind: 'project', folder: '/home/ann/blog' },
  ]);
});

test('sends nothing while nothing changes', async () => {
  const { app, machine } = await anAppInConflict();
  let sent = 0;
  app.subscribe(() => (sent += 1));
  await machine.clock.advance(60_000);
  expect(machine.scanCount).toBeGreaterThan(30);
  expect(sent).toBe(0);
});

test('scans nothing while paused, and at once when it goes on', async () => {
  const { app, machine } = await anAppInConflict();
  await app.handlers['watching.pause']({ isPaused: true }, 'popover');
  const before = machine.scanCount;
  await machine.clock.advance(60_000);
  expect(machine.scanCount).toBe(before);
  machine.listeners = [];
  await app.handlers['watching.pause']({ isPaused: false }, 'popover');
  await machine.clock.advance(10);
  expect(verdictOf(app)).toBe('free');
});

test('refuses to watch the same address of the same port twice', async () => {
  const { app, machine } = await anAppInConflict();
  const watchedPort = aWatchedPort({ id: 'other', name: 'other' });
  expect(await app.handlers['watched-port.save']({ watchedPort }, 'settings')).toEqual({
    kind: 'watched-twice',
    name: 'web',
  });
  expect(machine.saved).toBeUndefined();
});

test('tells once that settings cannot be saved, keeps them while it runs, and says no more once they are', async () => {
  const { app, machine } = await anAppInConflict((fake) => {
    const kind = 'settings-not-saved';
    fake.saveNotice = { kind, id: kind, file: '/x/settings.json' };
  });
  for (const intervalMs of [2000, 3000]) {
    await app.handlers['preferences.save']({ preferences: { intervalMs } }, 'settings');
    await machine.clock.advance(1);
  }
  expect(app.getSnapshot().notices.map(({ kind }) => kind)).toEqual(['settings-not-saved']);
  expect(app.getSnapshot().settings.intervalMs).toBe(3000);

  machine.saveNotice = undefined;
  await app.handlers['preferences.save']({ preferences: { intervalMs: 4000 } }, 'settings');
  await machine.clock.advance(1);
  expect(app.getSnapshot().notices).toEqual([]);
});

test('a second process on the port is told about in the same conflict', async () => {
  const { app, machine } = await anAppInConflict();
  const alerts: unknown[] = [];
  app.subscribeToAlerts((alert) => alerts.push(alert));
  machine.listeners = [aListener(), aListener({ address: '::1', owners: [anOwner({ pid: 8 })] })];
  await machine.clock.advance(5000);
  expect(app.getSnapshot().watched[0]?.verdict).toMatchObject({
    kind: 'conflict',
    listenerKeys: [aListener().key, aListener({ address: '::1' }).key],
  });
  expect(alerts).toEqual([]);
});

describe('a click on what was shown', () => {
  const successor = anOwner({ pid: 4777 });

  test('kills nobody who came in the place of the one that was shown', async () => {
    const { app, machine } = await anAppInConflict();
    machine.listeners = [aListener({ owners: [successor], sockets: ['7002'] })];
    expect(await app.killDirectly(aListener().key, shown)).toEqual({
      kind: 'done',
      outcome: { kind: 'changed' },
    });
    const request = { listenerKey: aListener().key, shown };
    expect(await app.handlers['owner.plan-kill'](request, 'popover')).toEqual({ kind: 'changed' });
    expect(machine.signals).toEqual([]);
  });

  test.each(['watcher', 'unit', 'container'] as const)(
    'ends no %s that was not named there, whatever the settings say',
    async (way) => {
      const unit = { name: 'blog.service', isUserUnit: true };
      const watcher = { name: 'nodemon', isShellLoop: false, process: anOwner({ pid: 4000 }) };
      const { app, machine } = await anAppInConflict((machine) => {
        machine.stored = { ...machine.stored, askBeforeKill: 'never' };
      });
      const containerId = 'c0'.repeat(32);
      const container = { engine: 'docker', id: containerId, name: 'blog', image: 'blog' } as const;
      machine.contexts.set(
        4001,
        aContext(way === 'unit' ? { unit } : way === 'watcher' ? { watcher } : { containerId }),
      );
      machine.container = { kind: 'found', container };
      expect(await app.killDirectly(aListener().key, shown)).toEqual({ kind: 'needs-a-look' });
      expect([machine.stopped, machine.signals]).toEqual([[], []]);
    },
  );

  test('accepts nobody who came in the place of the one that was shown', async () => {
    const { app, machine } = await anAppInConflict();
    machine.listeners = [aListener({ owners: [successor] })];
    await machine.clock.advance(1600);
    await app.handlers['watched-port.accept-owner']({ watchedPortId: 'web', shown }, 'popover');
    expect(machine.saved).toBeUndefined();
  });

  test('is one kill, however often it is repeated while the first waits', async () => {
    const { app, machine } = await anAppInConflict();
    machine.onSignal = () => 'sent';
    const kills = [
      app.killDirectly(aListener().key, shown),
      app.killDirectly(aListener().key, shown),
    ];
    await machine.clock.advance(10_000);
    await Promise.all(kills);
    expect(machine.signals).toHaveLength(1);
  });

  test('signals none of a group when one of them belongs to somebody else', async () => {
    const stranger = anOwner({ pid: 4002, user: 'bob' });
    const { app, machine } = await anAppInConflict((fake) => {
      fake.listeners = [aListener({ owners: [anOwner(), stranger] })];
      fake.stored = { ...fake.stored, askBeforeKill: 'never' };
    });
    const killed = app.killDirectly(aListener().key, [anOwner().identity, stranger.identity]);
    await machine.clock.advance(1000);
    // What may need an administrator is never done without a look at its plan.
    expect(await killed).toEqual({ kind: 'needs-a-look' });
    expect(machine.signals).toEqual([]);
  });
});

test('ignoring ends by itself, and the conflict is told then', async () => {
  const { app, machine } = await anAppInConflict();
  const told: string[] = [];
  app.subscribeToAlerts((alerts) => {
    told.push(...alerts.map(({ watchedPortId }) => watchedPortId));
  });
  await app.handlers['watched-port.mute']({ watchedPortId: 'web', period: 'hour' }, 'popover');
  await machine.clock.advance(3_590_000);
  expect(app.getSnapshot().watched[0]?.mutedUntil).toBeDefined();
  expect(told).toEqual([]);
  await machine.clock.advance(15_000);
  expect(app.getSnapshot().watched[0]?.mutedUntil).toBeUndefined();
  expect(app.getSnapshot().settings.mutes).toEqual([]);
  expect(told).toEqual(['web']);
});

test('another squatter in the same conflict is told and recorded', async () => {
  const { app, machine } = await anAppInConflict();
  let told = 0;
  app.subscribeToAlerts(() => (told += 1));
  const java = anOwner({ pid: 4888, name: 'java', executable: '/usr/bin/java' });
  machine.listeners = [aListener({ owners: [java] })];
  await machine.clock.advance(5000);
  expect(told).toBe(1);
  const conflicts = machine.history.filter(({ kind }) => kind.startsWith('conflict'));
  expect(conflicts).toMatchObject([
    { kind: 'conflict-began', squatter: 'node' },
    { kind: 'conflict-began', squatter: 'java' },
  ]);
});

test('an undo onto a port that is watched for something else is refused before it writes', async () => {
  const { app, machine } = await anAppInConflict();
  await app.reassignAsShown('web');
  const other = aWatchedPort({ id: 'other', name: 'other' });
  await app.handlers['watched-port.save']({ watchedPort: other }, 'settings');
  const entryId = app.getSnapshot().undoable?.entryId ?? '';
  const outcome = await app.handlers['service.undo-reassign']({ entryId }, 'popover');
  expect(outcome).toEqual({ kind: 'port-watched', port: 3000, name: 'other' });
  expect(machine.files.get(ENV_FILE)).toBe('PORT=3001\n');
  expect(app.getSnapshot().undoable?.entryId).toBe(entryId);
});

test('a move that became possible is offered although nothing else changed', async () => {
  const { app, machine } = await anAppInConflict((fake) => {
    fake.files.set(ENV_FILE, '# nothing here\n');
  });
  expect(app.getSnapshot().watched[0]?.reassignPlan?.kind).toBe('refused');
  machine.files.set(ENV_FILE, 'PORT=3000\n');
  await machine.clock.advance(8000);
  expect(app.getSnapshot().watched[0]?.reassignPlan?.kind).toBe('ready');
});

test('a rule whose path is a link fits the program that the link leads to', async () => {
  const machine = createFakeMachine(
    someSettings({
      watchedPorts: [
        aWatchedPort({ expectedOwner: { kind: 'executable', executable: '/usr/bin/python3' } }),
      ],
    }),
  );
  machine.links.set('/usr/bin/python3', '/usr/bin/python3.11');
  machine.listeners = [aListener({ owners: [anOwner({ executable: '/usr/bin/python3.11' })] })];
  const app = createApp(machine.host);
  await app.start();
  await machine.clock.advance(2000);
  expect(verdictOf(app)).toBe('expected');
});

test('nothing that comes before the settings were loaded overwrites them', async () => {
  const machine = createFakeMachine(someSettings());
  const app = createApp(machine.host);
  await app.handlers['preferences.save']({ preferences: { intervalMs: 3000 } }, 'settings');
  await app.start();
  expect(machine.saved).toBeUndefined();
  expect(app.getSnapshot().settings.watchedPorts).toHaveLength(1);
});

test('a service that came up elsewhere is watched there once that is accepted', async () => {
  const service = anOwner({ cwd: '/home/ann/shop', project: '/home/ann/shop' });
  const { app, machine } = await anAppInConflict((fake) => {
    fake.listeners = [aListener({ port: 3007, owners: [service] })];
  });
  expect(app.getSnapshot().watched[0]?.verdict).toMatchObject({ conflict: 'drifted' });
  const accept = app.handlers['watched-port.accept-owner'];
  await accept({ watchedPortId: 'web', shown: [{ pid: 1234, startToken: '1' }] }, 'popover');
  expect(machine.saved).toBeUndefined();
  await accept({ watchedPortId: 'web', shown: [service.identity] }, 'popover');
  await machine.clock.advance(1600);
  expect(machine.saved?.watchedPorts[0]?.port).toBe(3007);
  expect(verdictOf(app)).toBe('expected');
});

describe('another port for a service in conflict', () => {
  const watching = (facts: Parameters<typeof aWatchedPort>[0]) => (machine: FakeMachine) => {
    machine.stored = someSettings({ watchedPorts: [aWatchedPort(facts)] });
  };
  const planOf = (app: ReturnType<typeof createApp>) => app.getSnapshot().watched[0]?.reassignPlan;

  test('is the next one where no list was given', async () => {
    const { app } = await anAppInConflict(watching({ fallbackPorts: [] }));
    expect(planOf(app)).toMatchObject({ kind: 'ready', to: 3001, passedOver: [] });
  });

  test('is named with the reasons against those before it', async () => {
    const { app } = await anAppInConflict((machine) => {
      watching({ fallbackPorts: [{ from: 3000, to: 3002 }] })(machine);
      machine.listeners = [...machine.listeners, aListener({ port: 3001 })];
    });
    expect(planOf(app)).toMatchObject({
      to: 3002,
      passedOver: [
        { port: 3000, reason: 'current' },
        { port: 3001, reason: 'in-use', by: 'node server.js' },
      ],
    });
  });

  test('comes with a warning where the system lends it to connections', async () => {
    const fallbackPorts = [{ from: 45_000, to: 45_000 }];
    const { app } = await anAppInConflict(watching({ fallbackPorts }));
    expect(planOf(app)).toMatchObject({ to: 45_000, isEphemeral: true });
  });

  test('stays the one that was drawn while it is offered, and is another after the move', async () => {
    const range = { from: 20_000, to: 20_009 };
    let draw = 7;
    const { app, machine } = await anAppInConflict((arranged) => {
      watching({ allocation: { kind: 'random', range } })(arranged);
      Object.assign(arranged.host, { randomBelow: (limit: number) => draw % limit });
    });
    expect(planOf(app)).toMatchObject({ to: 20_007 });
    draw = 3;
    await machine.clock.advance(10_000);
    expect(planOf(app)).toMatchObject({ to: 20_007 });
    await app.reassignAsShown('web');
    expect(machine.saved?.watchedPorts[0]?.port).toBe(20_007);
    draw = 7;
    const entryId = app.getSnapshot().undoable?.entryId ?? '';
    await app.handlers['service.undo-reassign']({ entryId }, 'popover');
    await machine.clock.advance(10_000);
    const { plan } = await app.handlers['service.plan-reassign'](
      { watchedPortId: 'web' },
      'popover',
    );
    expect(plan).toMatchObject({ kind: 'ready', from: 3000 });
    expect(plan.kind === 'ready' && plan.to).not.toBe(20_007);
  });

  test('is what the system gives where that was wished, and none where it has none', async () => {
    const { app, machine } = await anAppInConflict((arranged) => {
      watching({ allocation: { kind: 'system' } })(arranged);
      arranged.systemPorts.push(41_000);
    });
    expect(planOf(app)).toMatchObject({ to: 41_000, isEphemeral: true });
    machine.taken.add(41_000);
    expect(await app.reassignAsShown('web')).toEqual({ kind: 'port-taken', port: 41_000 });
    await machine.clock.advance(0);
    expect(planOf(app)).toMatchObject({ refusal: { kind: 'no-system-port' } });
  });

  test('that was taken in between is passed over at the next try', async () => {
    const { app, machine } = await anAppInConflict();
    machine.taken.add(3001);
    await app.reassignAsShown('web');
    await machine.clock.advance(0);
    expect(planOf(app)).toMatchObject({
      to: 3002,
      passedOver: [{ port: 3001, reason: 'recently-taken' }],
    });
  });
});

describe('a service whose port is written at two places', () => {
  const COMPOSE = '/home/ann/shop/compose.yaml';
  const targets = [
    { kind: 'dotenv', file: ENV_FILE, key: 'PORT' },
    { kind: 'yaml', file: COMPOSE, path: ['x'] },
  ] as const;
  const arrange = (machine: FakeMachine): void => {
    machine.stored = someSettings({ watchedPorts: [aWatchedPort({ configTargets: targets })] });
    machine.files.set(COMPOSE, 'x=3000\n');
  };

  test('is moved at both and taken back at both', async () => {
    const { app, machine } = await anAppInConflict(arrange);
    expect(await app.reassignAsShown('web')).toMatchObject({ files: [ENV_FILE, COMPOSE] });
    expect(machine.files.get(COMPOSE)).toBe('x=3001\n');
    const entryId = app.getSnapshot().undoable?.entryId ?? '';
    const outcome = await app.handlers['service.undo-reassign']({ entryId }, 'popover');
    expect(outcome).toMatchObject({ kind: 'undone', files: [ENV_FILE, COMPOSE] });
    expect(machine.files.get(COMPOSE)).toBe('x=3000\n');
  });

  test('stays where it is while one of them says otherwise', async () => {
    const { app } = await anAppInConflict((machine) => {
      arrange(machine);
      machine.files.set(COMPOSE, 'x=9\n');
    });
    expect(app.getSnapshot().watched[0]?.reassignPlan).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'edit-refused', reason: 'value-differs', target: targets[1] },
    });
  });
});

describe('a container whose forwarder is hidden', () => {
  const toContainer = (name: string) =>
    ({ engine: 'docker', id: name.repeat(12), name, image: 'web:1' }) as const;
  const shownContainers = [toContainer('a').id];
  const { key } = aHiddenListener();

  async function aContainerInConflict() {
    const machine = createFakeMachine(someSettings());
    machine.listeners = [aHiddenListener()];
    machine.container = { kind: 'found', container: toContainer('a') };
    const app = createApp(machine.host);
    await app.start();
    await machine.clock.advance(1600);
    expect(app.getSnapshot().watched[0]?.verdict).toMatchObject({ conflict: 'squatted' });
    return { app, machine };
  }

  test('is stopped by one click that names it', async () => {
    const { app, machine } = await aContainerInConflict();
    machine.onEngine = () => {
      machine.listeners = [];
      return { kind: 'done' };
    };
    const killed = app.killDirectly(key, [], shownContainers);
    await machine.clock.advance(1000);
    expect(await killed).toMatchObject({ kind: 'done', outcome: { way: 'container' } });
    expect(machine.history).toMatchObject([
      { kind: 'conflict-began', squatter: 'a' },
      { kind: 'killed', way: 'container' },
      { kind: 'conflict-ended' },
    ]);
  });

  test('is not stopped by a click that named another, or none', async () => {
    const { app, machine } = await aContainerInConflict();
    machine.container = { kind: 'found', container: toContainer('b') };
    expect(await app.killDirectly(key, [], shownContainers)).toEqual({
      kind: 'done',
      outcome: { kind: 'changed' },
    });
    const plan = app.handlers['owner.plan-kill'];
    const request = { listenerKey: key, shown: [], shownContainers };
    expect(await plan(request, 'popover')).toEqual({ kind: 'changed' });
    await app.handlers['preferences.save']({ preferences: { askBeforeKill: 'never' } }, 'settings');
    expect(await app.killDirectly(key, [])).toEqual({ kind: 'needs-a-look' });
    expect(machine.stopped).toEqual([]);
  });

  test('is accepted by its service, and only where it is the one that was shown', async () => {
    const { app, machine } = await aContainerInConflict();
    const accept = app.handlers['watched-port.accept-owner'];
    await accept({ watchedPortId: 'web', shown: [] }, 'popover');
    const other = [toContainer('b').id];
    await accept({ watchedPortId: 'web', shown: [], shownContainers: other }, 'popover');
    expect(machine.saved).toBeUndefined();
    await accept({ watchedPortId: 'web', shown: [], shownContainers }, 'popover');
    await machine.clock.advance(1600);
    expect(machine.saved?.watchedPorts[0]?.acceptedOwners).toEqual([
      { kind: 'container', name: 'a' },
    ]);
    expect(verdictOf(app)).toBe('expected');
  });
});

test('tells at the start of a move that was interrupted', async () => {
  const { app } = await anAppInConflict((machine) => {
    machine.interrupted = { kind: 'taken-back', files: [ENV_FILE] };
  });
  expect(app.getSnapshot().notices).toMatchObject([{ kind: 'move-taken-back', files: [ENV_FILE] }]);
  const stuck = await anAppInConflict((machine) => {
    machine.interrupted = { kind: 'stuck', file: ENV_FILE, backup: '/b' };
  });
  expect(stuck.app.getSnapshot().notices).toMatchObject([
    { kind: 'move-stuck', file: ENV_FILE, backup: '/b' },
  ]);
});

describe('why a port is as it is', () => {
  test('is told of a listener that is shown, and of a watched port by its id', async () => {
    const { app } = await anAppInConflict();
    const explain = app.handlers['port.explain'];
    const { key } = aListener();
    const held = await explain({ subject: { kind: 'listener', listenerKey: key } }, 'popover');
    expect(held).toMatchObject({
      kind: 'explained',
      report: { port: 3000, state: 'held', holders: [{ processes: [{ owner: anOwner() }] }] },
    });
    const watched = { kind: 'watched-port', watchedPortId: 'web' } as const;
    expect(await explain({ subject: watched }, 'popover')).toMatchObject({
      kind: 'explained',
      report: { port: 3000, watched: [{ id: 'web' }] },
    });
  });

  test('is not told of anything that the windows were not shown', async () => {
    const { app } = await anAppInConflict();
    const { key } = aListener({ port: 3999 });
    const subject = { kind: 'listener', listenerKey: key } as const;
    expect(await app.handlers['port.explain']({ subject }, 'popover')).toEqual({ kind: 'gone' });
  });
});

test('keeps the size of the popover and how it lists, and a page may not set the size', async () => {
  const { app, machine } = await anAppInConflict();
  const size = { width: 800, height: 600 };
  app.setPopoverSize(size);
  const listing = { sortBy: 'name', groupBy: 'none', folded: ['section:watched'] } as const;
  const preferences = { listing, density: 'compact', isPinned: true } as const;
  await app.handlers['preferences.save']({ preferences }, 'popover');
  await app.stop();
  expect(machine.saved).toMatchObject({ ...preferences, popoverSize: size });
  expect(
    commands['preferences.save'].input.safeParse({ preferences: { popoverSize: size } }).success,
  ).toBe(false);
});
