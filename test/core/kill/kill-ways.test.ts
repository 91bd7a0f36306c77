import { describe, expect, test } from 'vitest';
import { killOwner } from '../../../electron/core/kill/kill-owner.ts';
import { prepareKill } from '../../../electron/core/kill/prepare-kill.ts';
import type { KillMeans, KillPlan, KillWayKind } from '../../../shared/kill.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { Container } from '../../../shared/container.ts';
import { toKillSentence, toWarningText } from '../../../shared/messages/kill-sentences.ts';
import { toTranslate } from '../../../shared/messages/translate.ts';
import type { Unit, Watcher } from '../../../shared/supervision.ts';
import { aContext, aHiddenListener, aListener, anOwner } from '../../support/builders.ts';
import type { FakeMachine } from '../../support/fake-host.ts';
import { aMachine, planOf, settings } from './machine.ts';

const unit: Unit = { name: 'shop.service', isUserUnit: true };
const container: Container = {
  engine: 'docker',
  id: `${'c0ffee'.repeat(10)}c0ff`,
  name: 'shop-web-1',
  image: 'shop:latest',
};
const proxy = anOwner({ name: 'docker-proxy', executable: '/usr/bin/docker-proxy', user: 'root' });
const nodemon: Watcher = {
  name: 'nodemon',
  isShellLoop: false,
  process: anOwner({ pid: 4000, name: 'nodemon', command: 'node /x/nodemon server.js' }),
};

async function kill(
  machine: FakeMachine,
  way: KillWayKind,
  chosen: Partial<Settings> = {},
  means: KillMeans = 'graceful',
) {
  const plan = await planOf(machine);
  const outcome = killOwner(machine.host, plan, { means, way }, { ...settings, ...chosen });
  await machine.clock.advance(30_000);
  return outcome;
}

const kindsOf = (plan: KillPlan): readonly KillWayKind[] => plan.ways.map(({ kind }) => kind);

describe('a plan offers first what helps', () => {
  test('to end the processes, and those below them', async () => {
    const machine = aMachine(aListener());
    machine.descendants = [anOwner({ pid: 4002 }), anOwner({ pid: 500 })];
    const plan = await planOf(machine);
    expect(plan.ways).toEqual([
      { kind: 'processes' },
      // Portreeve itself, should it live below, is left out.
      { kind: 'tree', below: [anOwner({ pid: 4002 })] },
    ]);
  });

  test('to stop the unit that would start them again', async () => {
    const machine = aMachine(aListener());
    machine.contexts.set(4001, aContext({ unit }));
    machine.unitFacts.set(unit.name, { restarts: true, isEnabled: true, triggeredBy: [] });
    const plan = await planOf(machine);
    expect(kindsOf(plan)).toEqual(['unit', 'processes']);
    expect(plan.warnings).toEqual([
      { kind: 'unit', unit, facts: { restarts: true, isEnabled: true, triggeredBy: [] } },
    ]);
  });

  test('but the processes where the unit is for something else', async () => {
    const machine = aMachine(aListener());
    machine.contexts.set(4001, aContext({ unit }));
    const facts = { restarts: true, isEnabled: true, triggeredBy: [] };
    machine.unitFacts.set(unit.name, { ...facts, mainPid: 77 });
    expect(kindsOf(await planOf(machine))).toEqual(['processes', 'unit']);
    machine.unitFacts.set(unit.name, { ...facts, mainPid: 900 });
    expect(kindsOf(await planOf(machine))).toEqual(['unit', 'processes']);
  });

  test('but the processes where the unit’s main process keeps many programs', async () => {
    const machine = aMachine(aListener());
    const watcher = { ...nodemon, name: 'pm2', process: anOwner({ pid: 900 }) };
    machine.contexts.set(4001, aContext({ unit, watcher }));
    const facts = { restarts: true, isEnabled: true, triggeredBy: [], mainPid: 900 };
    machine.unitFacts.set(unit.name, facts);
    expect(kindsOf(await planOf(machine))).toEqual(['processes', 'unit']);
  });

  test.each([500, 400])('but not the unit in which pid %i of ours lives', async (pid) => {
    const machine = aMachine(aListener());
    machine.contexts.set(4001, aContext({ unit }));
    machine.contexts.set(pid, aContext({ unit }));
    expect(kindsOf(await planOf(machine))).toEqual(['processes']);
  });

  test('but not a unit that runs only some of the holders', async () => {
    const machine = aMachine(aListener({ owners: [anOwner(), anOwner({ pid: 4002 })] }));
    machine.contexts.set(4001, aContext({ unit }));
    expect(kindsOf(await planOf(machine))).toEqual(['processes']);
  });

  test('to end a watcher, unless it keeps others too or must not be ended', async () => {
    const machine = aMachine(aListener());
    machine.contexts.set(4001, aContext({ watcher: nodemon }));
    expect(kindsOf(await planOf(machine))).toEqual(['watcher', 'processes']);
    machine.contexts.set(4001, aContext({ watcher: { ...nodemon, name: 'pm2' } }));
    expect(kindsOf(await planOf(machine))).toEqual(['processes']);
    // It is above ourselves.
    const shell = { ...nodemon, process: anOwner({ pid: 400 }) };
    machine.contexts.set(4001, aContext({ watcher: shell }));
    expect(kindsOf(await planOf(machine))).toEqual(['processes']);
  });

  test('to stop the container whose port is forwarded, and nothing else', async () => {
    const machine = aMachine(aListener({ user: 'root', owners: [proxy] }));
    machine.container = { kind: 'found', container };
    const plan = await planOf(machine);
    expect(kindsOf(plan)).toEqual(['container', 'container-restart']);
    expect(plan.refusal).toBe(undefined);
    expect(plan.warnings).toContainEqual({ kind: 'container', name: 'shop-web-1' });
  });

  test('or says why the container cannot be named', async () => {
    const machine = aMachine(aListener({ user: 'root', owners: [proxy] }));
    machine.container = { kind: 'unknown', reason: 'timed-out' };
    const plan = await planOf(machine);
    expect(plan.ways).toEqual([]);
    expect(plan.refusal?.reason).toBe('container-forwarder');
    expect(plan.warnings).toContainEqual({ kind: 'engine-silent', reason: 'timed-out' });
  });

  test('to stop the container whose forwarder is hidden from this account', async () => {
    const hidden = aHiddenListener();
    const machine = aMachine(hidden);
    machine.container = { kind: 'found', container };
    expect(kindsOf(await planOf(machine))).toEqual(['container', 'container-restart']);
    machine.onEngine = () => {
      machine.listeners = [];
      return { kind: 'done' };
    };
    expect(await kill(machine, 'container')).toMatchObject({ kind: 'freed' });
  });

  test('to stop the container of a process that shares the network of the host', async () => {
    const machine = aMachine(aListener());
    machine.contexts.set(4001, aContext({ containerId: container.id }));
    machine.container = { kind: 'found', container };
    expect(kindsOf(await planOf(machine))).toEqual(['container', 'container-restart', 'processes']);
  });

  test('but no way at all past what the person protects', async () => {
    const machine = aMachine(aListener());
    machine.contexts.set(4001, aContext({ containerId: container.id, unit }));
    machine.container = { kind: 'found', container };
    const key = machine.listeners[0]?.key ?? '';
    const prepared = await prepareKill(machine.host, key, {
      ...settings,
      protectedProcesses: ['/usr/bin/node'],
    });
    expect(prepared).toMatchObject({ plan: { ways: [], refusal: { reason: 'protected' } } });
  });

  test('to stop the socket unit for which the service manager itself listens', async () => {
    const systemd = anOwner({ pid: 1, name: 'systemd', executable: '/usr/lib/systemd/systemd' });
    const machine = aMachine(aListener({ owners: [systemd] }));
    expect((await planOf(machine)).refusal?.reason).toBe('init');
    machine.socketUnit = { name: 'cups.socket', isUserUnit: false };
    expect((await planOf(machine)).ways).toEqual([
      { kind: 'unit', unit: { name: 'cups.socket', isUserUnit: false } },
    ]);
  });
});

test.each([
  ['a leaked socket', anOwner({ name: 'sleep', executable: '/usr/bin/sleep' }), 'leaked-socket'],
  ['a shell', anOwner({ name: 'bash', executable: '/usr/bin/bash' }), 'leaked-socket'],
] as const)('a plan names %s as such', async (_what, owner, kind) => {
  const plan = await planOf(aMachine(aListener({ owners: [owner] })));
  expect(plan.warnings).toEqual([{ kind, name: owner.name }]);
});

test('a plan does not say that the server is gone where it may be hidden', async () => {
  const owner = anOwner({ name: 'sleep', executable: '/usr/bin/sleep' });
  const machine = aMachine(aListener({ user: 'root', owners: [owner] }));
  expect((await planOf(machine)).warnings).toEqual([{ kind: 'inherited-socket', name: 'sleep' }]);
  Object.assign(machine.host.processes, { seesAll: true });
  expect((await planOf(machine)).warnings).toEqual([{ kind: 'leaked-socket', name: 'sleep' }]);
});

test('a plan does not call a socket left over while its server lives', async () => {
  const owners = [anOwner(), anOwner({ pid: 4002, name: 'sleep', executable: '/usr/bin/sleep' })];
  const plan = await planOf(aMachine(aListener({ owners })));
  expect(plan.warnings).toEqual([{ kind: 'several-owners', count: 2 }]);
});

test.each([
  ['stopped', { state: 'stopped', ignoresTerm: false }],
  ['traced', { state: 'traced', ignoresTerm: false }],
  ['uninterruptible', { state: 'uninterruptible', ignoresTerm: false }],
  ['ignores-term', { state: 'alive', ignoresTerm: true }],
] as const)('a plan warns of a process that is: %s', async (kind, condition) => {
  const machine = aMachine(aListener());
  machine.conditions.set(4001, condition);
  expect((await planOf(machine)).warnings).toEqual([{ kind, name: 'node' }]);
});

test('a plan names the debugger that keeps a process halted', async () => {
  const machine = aMachine(aListener());
  machine.conditions.set(4001, { state: 'traced', ignoresTerm: false, tracer: 'gdb' });
  const { warnings } = await planOf(machine);
  expect(warnings.map((warning) => toWarningText(warning, 1, toTranslate('en')))).toEqual([
    'node is halted by a debugger (gdb) and cannot end before that lets it go on; only force ends it as it is.',
  ]);
});

test.each([
  ['hidden-owner', {}],
  ['own-hidden', { user: 'root' }],
  ['hidden-from-root', { isPrivileged: true, user: 'root' }],
  ['no-process', { isPrivileged: true, seesAll: true, user: 'root' }],
] as const)('a plan says why nobody is seen behind a socket of root: %s', async (reason, facts) => {
  const machine = aMachine(aHiddenListener());
  Object.assign(machine.host.processes, facts);
  expect((await planOf(machine)).refusal).toEqual({ reason, name: '', user: 'root' });
});

test('a plan warns that a terminal session would end', async () => {
  const machine = aMachine(aListener());
  machine.contexts.set(4001, aContext({ leadsTerminalSession: true }));
  expect((await planOf(machine)).warnings).toEqual([{ kind: 'session', name: 'node' }]);
});

describe('a way is carried out', () => {
  test('by the service manager', async () => {
    const machine = aMachine(aListener());
    machine.contexts.set(4001, aContext({ unit }));
    machine.onStop = () => {
      machine.listeners = [];
      return 'stopped';
    };
    expect(await kill(machine, 'unit')).toMatchObject({ kind: 'freed', way: 'unit' });
    expect(machine.stopped).toEqual(['shop.service']);
    expect(machine.signals).toEqual([]);
  });

  test('and says why the service manager did not', async () => {
    const machine = aMachine(aListener());
    machine.contexts.set(4001, aContext({ unit }));
    machine.onStop = () => 'no-agent';
    expect(await kill(machine, 'unit')).toEqual({
      kind: 'unit-failed',
      unit: 'shop.service',
      reason: 'no-agent',
      command: 'systemctl --user stop shop.service',
    });
  });

  test.each(['--force.service', '$(id).service', 'a b.service', "'.service"])(
    'and gives no line to paste for a unit named %j',
    async (name) => {
      const machine = aMachine(aListener());
      machine.contexts.set(4001, aContext({ unit: { name, isUserUnit: false } }));
      machine.onStop = () => 'not-found';
      expect(await kill(machine, 'unit')).toMatchObject({ kind: 'unit-failed', command: '' });
    },
  );

  test('by the engine, which frees the port or brings the container back', async () => {
    const machine = aMachine(aListener({ owners: [proxy] }));
    machine.container = { kind: 'found', container };
    const successor = aListener({ owners: [proxy], sockets: ['7009'] });
    machine.onEngine = () => {
      machine.listeners = [successor];
      return { kind: 'done' };
    };
    expect(await kill(machine, 'container-restart')).toMatchObject({
      kind: 'restarted',
      name: 'shop-web-1',
    });
    machine.onEngine = () => {
      machine.listeners = [];
      return { kind: 'done' };
    };
    expect(await kill(machine, 'container')).toMatchObject({ kind: 'freed', way: 'container' });
    expect(machine.stopped).toEqual(['restart shop-web-1', 'shop-web-1']);
    expect(machine.signals).toEqual([]);
  });

  test('and says why the engine did not', async () => {
    const machine = aMachine(aListener({ owners: [proxy] }));
    machine.container = { kind: 'found', container };
    machine.onEngine = () => ({ kind: 'failed', reason: 'not-running' });
    expect(await kill(machine, 'container')).toEqual({
      kind: 'engine-failed',
      name: 'shop-web-1',
      reason: 'not-running',
      command: 'docker stop c0ffeec0ffee',
    });
  });

  test('the watcher first, then whoever is left', async () => {
    const machine = aMachine(aListener());
    machine.contexts.set(4001, aContext({ watcher: nodemon }));
    expect(await kill(machine, 'watcher')).toMatchObject({ kind: 'freed', way: 'watcher' });
    expect(machine.signals.map(({ pid }) => pid)).toEqual([4000, 4001]);
  });

  test('the parent first, and its children only when it does not take them along', async () => {
    const parent = anOwner({ pid: 50 });
    const child = anOwner({ pid: 60, parentPid: 50 });
    const machine = aMachine(aListener({ owners: [child, parent] }));
    machine.onSignal = () => {
      machine.listeners = [];
      return 'sent';
    };
    await kill(machine, 'processes');
    expect(machine.signals.map(({ pid }) => pid)).toEqual([50]);

    const stubborn = aMachine(aListener({ owners: [child, parent] }));
    expect(await kill(stubborn, 'processes')).toMatchObject({ kind: 'freed' });
    expect(stubborn.signals.map(({ pid }) => pid)).toEqual([50, 60]);
  });

  test('the whole tree', async () => {
    const machine = aMachine(aListener());
    machine.descendants = [anOwner({ pid: 4002 }), anOwner({ pid: 4003 })];
    expect(await kill(machine, 'tree')).toMatchObject({ kind: 'freed', way: 'tree' });
    expect(machine.signals.map(({ pid }) => pid)).toEqual([4001, 4002, 4003]);
  });

  test.each(['unit', 'container', 'processes'] as const)(
    'by %s not any more once the person protects the process',
    async (way) => {
      const machine = aMachine(aListener());
      machine.contexts.set(4001, aContext(way === 'container' ? { containerId: 'ab' } : { unit }));
      machine.container = { kind: 'found', container };
      expect(await kill(machine, way, { protectedProcesses: ['node'] })).toEqual({
        kind: 'refused',
        reason: 'protected',
        name: 'node',
        user: 'ann',
      });
      expect([machine.stopped, machine.signals]).toEqual([[], []]);
    },
  );

  test('to the end of the tree, but for whom the person protects by now', async () => {
    const machine = aMachine(aListener());
    machine.descendants = [
      anOwner({ pid: 4002, executable: '/usr/bin/postgres' }),
      anOwner({ pid: 4003 }),
    ];
    await kill(machine, 'tree', { protectedProcesses: ['postgres'], forceAfterGrace: true });
    expect(machine.signals.map(({ pid }) => pid)).toEqual([4001, 4003]);
  });

  test('and a way that the plan did not offer is not', async () => {
    const machine = aMachine(aListener());
    expect(await kill(machine, 'unit')).toEqual({ kind: 'changed' });
    expect(machine.signals).toEqual([]);
  });
});

describe('an outcome tells', () => {
  test('that a watcher has started it again', async () => {
    const machine = aMachine(aListener());
    machine.contexts.set(4001, aContext({ watcher: nodemon }));
    machine.onSignal = (target) => {
      machine.end(target.identity.pid);
      machine.clock.schedule(700, () => {
        machine.listeners = [aListener({ sockets: ['7009'], owners: [anOwner({ pid: 4100 })] })];
      });
      return 'sent';
    };
    expect(await kill(machine, 'processes')).toMatchObject({
      kind: 'taken-again',
      isSameProgram: true,
      by: 'nodemon',
    });
  });

  test('that a loop in a shell has started it again', async () => {
    const machine = aMachine(aListener());
    machine.contexts.set(
      4001,
      aContext({ watcher: { ...nodemon, name: 'sh', isShellLoop: true } }),
    );
    machine.onSignal = () => {
      machine.listeners = [aListener({ sockets: ['7009'], owners: [anOwner({ pid: 4100 })] })];
      return 'sent';
    };
    expect(await kill(machine, 'processes')).toMatchObject({ by: 'sh', isShellLoop: true });
  });

  test('that the process only opened another socket', async () => {
    const machine = aMachine(aListener());
    machine.onSignal = () => {
      machine.listeners = [aListener({ sockets: ['7009'] })];
      return 'sent';
    };
    expect(await kill(machine, 'processes')).toMatchObject({ kind: 'still-held', because: 'slow' });
  });

  test('that the process closed its socket for a moment and lives on', async () => {
    const machine = aMachine(aListener());
    machine.descendants = [anOwner()];
    machine.onSignal = () => {
      machine.listeners = [];
      void machine.clock.sleep(50).then(() => {
        machine.listeners = [aListener({ sockets: ['7009'] })];
      });
      return 'sent';
    };
    expect(await kill(machine, 'processes')).toMatchObject({ kind: 'still-held', because: 'slow' });
  });

  test.each([
    ['uninterruptible', { state: 'uninterruptible', ignoresTerm: false }],
    ['stopped', { state: 'stopped', ignoresTerm: false }],
    ['traced', { state: 'traced', ignoresTerm: false }],
    ['slow', { state: 'alive', ignoresTerm: false }],
  ] as const)('why the port is still held: %s', async (because, condition) => {
    const machine = aMachine(aListener());
    machine.conditions.set(4001, condition);
    machine.onSignal = () => 'sent';
    const outcome = await kill(machine, 'processes');
    expect(outcome).toMatchObject({ kind: 'still-held', because });
  });

  test('soon that a process does not hear SIGTERM', async () => {
    const machine = aMachine(aListener());
    machine.conditions.set(4001, { state: 'alive', ignoresTerm: true });
    machine.onSignal = () => 'sent';
    const outcome = await kill(machine, 'processes');
    expect(outcome).toMatchObject({ kind: 'still-held', because: 'ignores-term' });
    expect(outcome.kind === 'still-held' && outcome.afterMs < 1000).toBe(true);
  });

  test('that other processes share the socket', async () => {
    const machine = aMachine(aListener());
    const heir = anOwner({ pid: 4009, parentPid: 1 });
    machine.onSignal = () => {
      machine.listeners = [aListener({ owners: [heir] })];
      return 'sent';
    };
    const outcome = await kill(machine, 'processes');
    expect(outcome).toMatchObject({ kind: 'still-held', because: 'others', holders: [heir] });
  });

  test('that a hidden process shares the socket, whom force does not end either', async () => {
    const machine = aMachine(aListener());
    machine.onSignal = () => {
      machine.listeners = [aHiddenListener()];
      return 'sent';
    };
    const outcome = await kill(machine, 'processes');
    expect(outcome).toMatchObject({ kind: 'still-held', because: 'hidden', holders: [] });
    expect(toKillSentence(outcome, 3000, toTranslate('en'))).toBe(
      'Nobody whom you may see holds port 3000 any more, but a process that is hidden from you still does, and force does not reach it. Ask its owner or an administrator.',
    );
  });

  test('that another program has the port on another address', async () => {
    const machine = aMachine(
      aListener(),
      aListener({ address: '::1', owners: [anOwner({ pid: 72 })], sockets: ['7002'] }),
      aListener({ protocol: 'udp', owners: [anOwner({ pid: 73 })], sockets: ['7003'] }),
    );
    const outcome = await kill(machine, 'processes');
    expect(outcome).toMatchObject({ kind: 'freed', remainder: 'elsewhere' });
    expect(toKillSentence(outcome, 3000, toTranslate('en'))).toMatch(
      /^What was killed gave port 3000 up, .* Another program has the port on another address\.$/,
    );
  });

  test('of its own sockets on other addresses that they are none of others', async () => {
    const machine = aMachine(aListener(), aListener({ address: '::1', sockets: ['7002'] }));
    machine.onSignal = () => {
      machine.listeners = [aListener({ address: '::1', sockets: ['7002'] })];
      return 'sent';
    };
    expect(await kill(machine, 'processes')).toMatchObject({ remainder: 'process-lives' });
  });

  test('that the process is a zombie, lives on, or leaves closing connections', async () => {
    const machine = aMachine(aListener());
    machine.conditions.set(4001, { state: 'zombie', ignoresTerm: false });
    expect(await kill(machine, 'processes')).toMatchObject({ remainder: 'zombie' });

    const closing = aMachine(aListener());
    closing.uses = [
      {
        protocol: 'tcp',
        family: 4,
        address: '127.0.0.1',
        port: 3000,
        state: 'closing',
        owners: [],
      },
    ];
    expect(await kill(closing, 'processes')).toMatchObject({ remainder: 'closing' });

    const living = aMachine(aListener(), aListener({ port: 3001 }));
    living.onSignal = () => {
      living.listeners = [aListener({ port: 3001 })];
      return 'sent';
    };
    expect(await kill(living, 'processes')).toMatchObject({ remainder: 'process-lives' });
  });
});

describe('force', () => {
  test('comes after the grace time only where the settings say so', async () => {
    const machine = aMachine(aListener());
    machine.onSignal = (target, means) => {
      if (means === 'force') machine.end(target.identity.pid);
      return 'sent';
    };
    const outcome = await kill(machine, 'processes', { forceAfterGrace: true });
    expect(outcome).toMatchObject({ kind: 'freed', means: 'force' });
    expect(machine.signals.map(({ means }) => means)).toEqual(['graceful', 'force']);
  });

  test('waits for the time that was promised while anybody hears', async () => {
    const machine = aMachine(aListener());
    machine.descendants = [anOwner({ pid: 4002 })];
    machine.conditions.set(4001, { state: 'alive', ignoresTerm: true });
    const forcedAtMs: number[] = [];
    machine.onSignal = (target, means) => {
      if (means === 'force') {
        machine.end(target.identity.pid);
        forcedAtMs.push(machine.clock.monotonicMs());
      }
      return 'sent';
    };
    const startedMs = machine.clock.monotonicMs();
    await kill(machine, 'tree', { forceAfterGrace: true });
    expect(forcedAtMs).toHaveLength(2);
    expect(Math.min(...forcedAtMs) - startedMs).toBeGreaterThanOrEqual(settings.graceMs);
  });

  test('meets whoever of a tree was born meanwhile too', async () => {
    const machine = aMachine(aListener());
    const [child, grandchild] = [anOwner({ pid: 4002 }), anOwner({ pid: 4003, parentPid: 4002 })];
    machine.descendants = [child];
    machine.onSignal = ({ identity }, means) => {
      if (means === 'force') machine.end(identity.pid);
      else machine.descendants = [child, grandchild];
      return 'sent';
    };
    await kill(machine, 'tree', { forceAfterGrace: true });
    const forced = machine.signals.filter(({ means }) => means === 'force');
    expect(forced.map(({ pid }) => pid)).toEqual([4001, 4002, 4003]);
  });

  test('meets all holders at once', async () => {
    const owners = [anOwner({ pid: 50 }), anOwner({ pid: 60, parentPid: 50 })];
    const machine = aMachine(aListener({ owners }));
    machine.onSignal = () => 'sent';
    await kill(machine, 'processes', {}, 'force');
    expect(machine.signals).toEqual([
      { pid: 50, means: 'force' },
      { pid: 60, means: 'force' },
    ]);
  });
});

describe("another user's process", () => {
  const bobs = anOwner({ user: 'bob' });

  test('is signalled with an administrator’s rights', async () => {
    const machine = aMachine(aListener({ owners: [bobs] }));
    const plan = await planOf(machine);
    expect(plan.needsRights).toBe(true);
    machine.elevated = 'gone';
    machine.host.clock.schedule(1, () => {
      machine.listeners = [];
    });
    expect(await kill(machine, 'processes')).toMatchObject({ kind: 'freed' });
    expect(machine.signals).toEqual([]);
  });

  test.each(['dismissed', 'not-authorised', 'no-agent', 'not-installed', 'failed'] as const)(
    'stays where the rights are not to be had: %s',
    async (reason) => {
      const machine = aMachine(aListener({ owners: [bobs] }));
      machine.elevated = reason;
      expect(await kill(machine, 'processes')).toEqual({
        kind: 'not-elevated',
        reason,
        command: 'sudo kill 4001',
      });
    },
  );

  test('is never one of a group that is ended with rights', async () => {
    const machine = aMachine(aListener({ owners: [bobs, anOwner({ pid: 4002 })] }));
    expect(await kill(machine, 'processes')).toMatchObject({ kind: 'not-permitted', user: 'bob' });
    expect(machine.signals).toEqual([]);
  });
});
