import { describe, expect, test } from 'vitest';
import { createApp, type App } from '../../../electron/app.ts';
import type { RuleKill } from '../../../electron/core/kill/rule-kills.ts';
import type { Settings } from '../../../shared/settings.ts';
import {
  aContext,
  aListener,
  anOwner,
  aWatchedPort,
  someSettings,
} from '../../support/builders.ts';
import { createFakeMachine, type FakeMachine } from '../../support/fake-host.ts';

const recipe = {
  executable: '/usr/bin/node',
  argv: ['node', 'server.js', '--port', '3000'],
  cwd: '/home/ann/blog',
  env: { TOKEN: 'secret' },
};

async function start(
  settings: Settings = someSettings({ watchedPorts: [] }),
  listener = aListener(),
  prepare: (machine: FakeMachine) => void = () => undefined,
): Promise<{ readonly machine: FakeMachine; readonly app: App }> {
  const machine = createFakeMachine(settings);
  machine.listeners = [listener];
  prepare(machine);
  const app = createApp(machine.host);
  await app.start();
  return { machine, app };
}

async function killAll({ machine, app }: Awaited<ReturnType<typeof start>>) {
  const killed = app.killDirectly(
    aListener().key,
    machine.listeners.flatMap(({ owners }) => owners.map(({ identity }) => identity)),
  );
  await machine.clock.advance(3000);
  return killed;
}

describe('what a kill has ended', () => {
  test('can be started again for ten minutes, and then its environment is forgotten', async () => {
    const it = await start();
    it.machine.recipe = recipe;
    await killAll(it);
    const [offer] = it.app.getSnapshot().startable;
    expect(offer).toMatchObject({ port: 3000, canMove: true });
    expect(JSON.stringify(it.app.getSnapshot())).not.toContain('secret');
    await it.machine.clock.advance(10 * 60_000);
    expect(it.app.getSnapshot().startable).toEqual([]);
    const id = offer?.id ?? '';
    expect(
      await it.app.handlers['process.start-again']({ id, place: 'same-port' }, 'popover'),
    ).toEqual({ kind: 'forgotten' });
    expect(it.machine.started).toEqual([]);
  });

  test('starts as it was', async () => {
    const it = await start();
    it.machine.recipe = recipe;
    await killAll(it);
    const id = it.app.getSnapshot().startable[0]?.id ?? '';
    expect(
      await it.app.handlers['process.start-again']({ id, place: 'same-port' }, 'popover'),
    ).toEqual({ kind: 'started', pid: 5001, port: 3000, logFile: '/home/ann/log' });
    expect(it.machine.started).toEqual([recipe]);
    expect(it.app.getSnapshot().startable).toEqual([]);
    expect(it.app.findLogFile(id)).toBe('/home/ann/log');
  });

  test('is handed its port where that is held meanwhile, and the hold comes back where it fails', async () => {
    const it = await start(someSettings());
    it.machine.recipe = recipe;
    await killAll(it);
    const id = it.app.getSnapshot().startable[0]?.id ?? '';
    it.machine.listeners = [];
    const hold = await it.app.handlers['watched-port.hold']({ watchedPortId: 'web' }, 'popover');
    expect([hold.kind, ...it.machine.held]).toEqual(['held', 3000]);
    const startAgain = () =>
      it.app.handlers['process.start-again']({ id, place: 'same-port' }, 'popover');
    const { launched } = it.machine;
    it.machine.launched = { kind: 'failed', reason: 'program-missing' };
    expect((await startAgain()).kind).toBe('failed');
    expect([...it.machine.held]).toEqual([3000]);
    it.machine.launched = launched;
    expect((await startAgain()).kind).toBe('started');
    expect([...it.machine.held]).toEqual([]);
  });

  test('starts elsewhere, on the next port that is free', async () => {
    const it = await start();
    it.machine.recipe = recipe;
    await killAll(it);
    it.machine.taken.add(3001);
    const id = it.app.getSnapshot().startable[0]?.id ?? '';
    expect(
      await it.app.handlers['process.start-again']({ id, place: 'elsewhere' }, 'popover'),
    ).toMatchObject({ kind: 'started', port: 3002 });
    expect(it.machine.started[0]?.argv).toEqual(['node', 'server.js', '--port', '3002']);
  });

  test('starts once, however often it is asked for meanwhile', async () => {
    const it = await start();
    it.machine.recipe = recipe;
    await killAll(it);
    const id = it.app.getSnapshot().startable[0]?.id ?? '';
    const again = () =>
      it.app.handlers['process.start-again']({ id, place: 'same-port' }, 'popover');
    const outcomes = await Promise.all([again(), again()]);
    expect(it.machine.started).toHaveLength(1);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['started', 'started']);
  });

  test('has not come back by itself when it was asked back', async () => {
    const it = await start();
    it.machine.recipe = recipe;
    await killAll(it);
    const id = it.app.getSnapshot().startable[0]?.id ?? '';
    await it.app.handlers['process.start-again']({ id, place: 'same-port' }, 'popover');
    it.machine.listeners = [aListener({ sockets: ['7009'], owners: [anOwner({ pid: 5001 })] })];
    await it.machine.clock.advance(4000);
    expect(it.app.getSnapshot().notices).toEqual([]);
  });

  test('is offered again when it could not be started', async () => {
    const it = await start();
    it.machine.recipe = recipe;
    await killAll(it);
    it.machine.launched = { kind: 'failed', reason: 'folder-missing' };
    const id = it.app.getSnapshot().startable[0]?.id ?? '';
    expect(
      await it.app.handlers['process.start-again']({ id, place: 'same-port' }, 'popover'),
    ).toEqual({ kind: 'failed', reason: 'folder-missing' });
    expect(it.app.getSnapshot().startable).toHaveLength(1);
  });

  test('is not offered when somebody else owned it', async () => {
    const it = await start();
    it.machine.recipe = recipe;
    it.machine.listeners = [aListener({ owners: [anOwner({ user: 'bob' })] })];
    await killAll(it);
    expect(it.app.getSnapshot().startable).toEqual([]);
  });
});

describe('a program that comes back', () => {
  test('within ten seconds is told of once', async () => {
    const it = await start();
    await killAll(it);
    it.machine.listeners = [aListener({ sockets: ['7009'], owners: [anOwner({ pid: 4100 })] })];
    await it.machine.clock.advance(4000);
    expect(it.app.getSnapshot().notices).toMatchObject([
      { kind: 'came-back', port: 3000, names: ['node'] },
    ]);
  });

  test('later, or as another program, is nobody’s return', async () => {
    const it = await start();
    await killAll(it);
    const other = anOwner({ pid: 4100, executable: '/usr/bin/python3' });
    it.machine.listeners = [aListener({ sockets: ['7009'], owners: [other] })];
    await it.machine.clock.advance(4000);
    const shop = anOwner({ pid: 4102, cwd: '/home/ann/shop', command: 'node index.js' });
    it.machine.listeners = [aListener({ sockets: ['7011'], owners: [shop] })];
    await it.machine.clock.advance(8000);
    it.machine.listeners = [aListener({ sockets: ['7010'], owners: [anOwner({ pid: 4101 })] })];
    await it.machine.clock.advance(4000);
    expect(it.app.getSnapshot().notices).toEqual([]);
  });
});

describe('a rule to end squatters', () => {
  const rule = (executable: string) =>
    someSettings({ watchedPorts: [aWatchedPort({ autoKill: { executable } })] });

  async function watch(settings: Settings, listener = aListener()) {
    const it = await start(settings, listener);
    const told: RuleKill[] = [];
    it.app.subscribeToRuleKills((kill) => told.push(kill));
    return { ...it, told };
  }

  test('ends the one it names, and says so', async () => {
    const { machine, told } = await watch(rule('node'));
    await machine.clock.advance(6000);
    expect(machine.signals).toEqual([{ pid: 4001, means: 'graceful' }]);
    expect(told).toMatchObject([{ kind: 'killed', outcome: { kind: 'freed' } }]);
    const killed = machine.history.find(({ kind }) => kind === 'killed');
    expect(killed).toMatchObject({ byRule: true, names: ['node'] });
  });

  test.each([
    ['runs something else', aListener({ owners: [anOwner({ executable: '/usr/bin/nginx' })] })],
    [
      'is not alone',
      aListener({ owners: [anOwner(), anOwner({ pid: 4002, executable: '/usr/bin/nginx' })] }),
    ],
    ['belongs to somebody else', aListener({ owners: [anOwner({ user: 'bob' })] })],
    ['is expected there', aListener({ owners: [anOwner({ cwd: '/home/ann/shop' })] })],
    ['is hidden', aListener({ ownerVisibility: 'hidden', owners: [] })],
  ])('leaves alone who %s', async (_what, listener) => {
    const { machine } = await watch(rule('node'), listener);
    await machine.clock.advance(6000);
    expect(machine.signals).toEqual([]);
  });

  test('leaves alone who is expected there, however long a link takes to be followed', async () => {
    const own = aListener({ owners: [anOwner({ cwd: '/data/shop', project: '/data/shop' })] });
    const { machine } = await start(rule('node'), own, ({ host, clock }) => {
      host.resolvePath = async (path) => {
        await clock.sleep(50);
        return path.replace('/home/ann', '/data');
      };
    });
    await machine.clock.advance(20_000);
    expect(machine.signals).toEqual([]);
  });

  test('leaves alone who belongs to somebody else, whatever we might do', async () => {
    const bobs = aListener({ owners: [anOwner({ user: 'bob' })] });
    const { machine } = await start(rule('node'), bobs, ({ host }) => {
      Object.assign(host.processes, { isPrivileged: true });
    });
    await machine.clock.advance(6000);
    expect(machine.signals).toEqual([]);
  });

  test('leaves alone who is at its place on another watched port', async () => {
    const expectedOwner = { kind: 'project', folder: '/home/ann/blog' } as const;
    const api = aWatchedPort({ id: 'api', name: 'api', port: 4000, expectedOwner });
    const settings = someSettings({
      watchedPorts: [aWatchedPort({ autoKill: { executable: 'node' } }), api],
    });
    const { machine } = await start(settings, aListener(), (machine) => {
      machine.listeners = [aListener(), aListener({ port: 4000, sockets: ['7002'] })];
    });
    await machine.clock.advance(20_000);
    expect(machine.signals).toEqual([]);
  });

  test('does not claim to have ended whom it has left to the person', async () => {
    const nodemon = { name: 'nodemon', isShellLoop: false, process: anOwner({ pid: 4000 }) };
    const pids = [4001, 4002, 4003];
    const { machine, app } = await start(rule('node'), aListener(), ({ contexts }) => {
      for (const pid of pids) contexts.set(pid, aContext({ watcher: nodemon }));
    });
    for (const pid of pids) {
      machine.listeners = [aListener({ sockets: [String(pid)], owners: [anOwner({ pid })] })];
      await machine.clock.advance(5000);
    }
    expect(machine.signals).toEqual([]);
    expect(app.getSnapshot().notices).toMatchObject([{ kind: 'auto-kill-left-alone' }]);
  });

  test('gives up after two kills in ten minutes and leaves the rest to the person', async () => {
    const { machine, app, told } = await watch(rule('node'));
    let pid = 4001;
    machine.onSignal = (target) => {
      machine.end(target.identity.pid);
      machine.clock.schedule(3000, () => {
        pid += 1;
        machine.listeners = [aListener({ sockets: [String(pid)], owners: [anOwner({ pid })] })];
      });
      return 'sent';
    };
    await machine.clock.advance(60_000);
    expect(machine.signals).toHaveLength(2);
    expect(told.map(({ kind }) => kind)).toEqual(['killed', 'killed', 'gave-up']);
    expect(app.getSnapshot().notices).toMatchObject([
      { kind: 'came-back' },
      { kind: 'auto-kill-gave-up', name: 'web', port: 3000 },
    ]);
  });

  test('leaves alone, and says so once, whom a watcher would start again', async () => {
    const nginx = anOwner({ pid: 4000, executable: '/usr/bin/nginx' });
    const { machine, app, told } = await watch(rule('node'), aListener({ owners: [nginx] }));
    const process = anOwner({ pid: 3999 });
    const watcher = { name: 'nodemon', isShellLoop: false, process };
    for (const pid of [4002, 4003]) machine.contexts.set(pid, aContext({ watcher }));
    for (const pid of [4002, 4003, 4002]) {
      await machine.clock.advance(6000);
      machine.listeners = [aListener({ sockets: [String(pid)], owners: [anOwner({ pid })] })];
    }
    await machine.clock.advance(6000);
    expect(machine.signals).toEqual([]);
    expect(told.map(({ kind }) => kind)).toEqual(['left-alone']);
    expect(app.getSnapshot().notices).toMatchObject([{ kind: 'auto-kill-left-alone', port: 3000 }]);
  });

  test('is off unless it is set', async () => {
    const { machine } = await watch(someSettings());
    await machine.clock.advance(6000);
    expect(machine.signals).toEqual([]);
  });
});
