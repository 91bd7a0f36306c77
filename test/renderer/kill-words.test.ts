import { describe, expect, it } from 'vitest';
import { toVictims } from '../../renderer/lists/evidence.ts';
import {
  findWay,
  sayBusy,
  sayKillButton,
  sayKillTitle,
  sayKillWarning,
  sayMeans,
  sayWay,
  toOfferedWays,
} from '../../renderer/words/kill-words.ts';
import { toPlainText, type Saying } from '../../renderer/words/saying.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import { killWarningSchema, type KillPlan, type KillWay } from '../../shared/kill.ts';
import { buildListener, buildOwner } from './builders.ts';

const en = toTranslate('en', 'linux');
const say = (saying: Saying) => toPlainText(en, saying);

const unit: KillWay = { kind: 'unit', unit: { name: 'nginx.service', isUserUnit: false } };
const ownContainer = {
  container: { engine: 'docker', id: 'a'.repeat(12), name: 'shop-db-1', image: 'postgres' },
} as const;
const container: KillWay = { kind: 'container', ...ownContainer };
const restart: KillWay = { ...container, kind: 'container-restart' };
const watcher: KillWay = {
  kind: 'watcher',
  watcher: { name: 'nodemon', isShellLoop: false, process: buildOwner({ pid: 90 }) },
};
const tree: KillWay = { kind: 'tree', below: [buildOwner({ pid: 91 }), buildOwner({ pid: 92 })] };
const processes: KillWay = { kind: 'processes' };

function buildPlan(pids: readonly number[], part: Partial<KillPlan> = {}): KillPlan {
  const owners = pids.map((pid) => buildOwner({ pid, name: 'python3' }));
  const { key, protocol, address, port, sockets } = buildListener({ owners });
  return {
    listenerKey: key,
    protocol,
    address,
    port,
    sockets,
    targets: owners,
    alsoHolds: [],
    warnings: [],
    ways: [{ kind: 'processes' }],
    needsRights: false,
    asks: true,
    graceMs: 5000,
    ...part,
  };
}

describe('the question of a kill', () => {
  it.each([
    [[1], 'graceful', 'Kill python3 to free port 3000?', 'Kill python3'],
    [[1], 'force', 'Kill python3 by force?', 'Kill python3 by force'],
    [[1, 2, 3, 4], 'graceful', 'Kill 4 processes to free port 3000?', 'Kill 4 processes'],
    [[1, 2, 3, 4], 'force', 'Kill 4 processes by force?', 'Kill 4 processes by force'],
  ] as const)('about %j, %s', (pids, means, title, button) => {
    const plan = buildPlan(pids);
    const view = { plan, way: processes, means };
    expect(say(sayKillTitle(view))).toBe(title);
    expect(say(sayKillButton(view))).toBe(button);
  });

  it.each([
    [
      unit,
      'Stop nginx.service to free port 3000?',
      'Stop nginx.service',
      'Stop the unit nginx.service',
    ],
    [
      container,
      'Stop shop-db-1 to free port 3000?',
      'Stop shop-db-1',
      'Stop the container shop-db-1',
    ],
    [restart, 'Restart shop-db-1?', 'Restart shop-db-1', 'Restart the container shop-db-1'],
    [
      watcher,
      'End nodemon and what it runs to free port 3000?',
      'End nodemon',
      'End nodemon too, so that it does not come back',
    ],
    [
      tree,
      'Kill 3 processes to free port 3000?',
      'Kill 3 processes',
      'Kill it and the 2 processes below',
    ],
  ] as const)('names what the chosen way stops: %#', (way, title, button, option) => {
    const plan = buildPlan([1]);
    const view = { plan, way, means: 'graceful' as const };
    expect([say(sayKillTitle(view)), say(sayKillButton(view)), say(sayWay(way, plan))]).toEqual([
      title,
      button,
      option,
    ]);
  });

  it('speaks of one process as one and of several as several', () => {
    const tell = (pids: readonly number[]) =>
      sayMeans({ plan: buildPlan(pids), way: processes, means: 'graceful' }, false).map(say);
    expect([...tell([1]), ...tell([1, 2, 3, 4])]).toEqual([
      'It is asked to end (SIGTERM) and has 5 seconds to do so. Nothing is forced.',
      'They are asked to end (SIGTERM) and have 5 seconds to do so. Nothing is forced.',
    ]);
  });

  it('says that force follows where the settings want it, but not with foreign rights', () => {
    const tell = (way: KillWay, part: Partial<KillPlan> = {}) =>
      sayMeans({ plan: buildPlan([1], part), way, means: 'graceful' }, true)
        .map(say)
        .join(' ');
    expect([tell(processes), tell(watcher), tell(processes, { needsRights: true })]).toEqual([
      'It is asked to end (SIGTERM) and has 5 seconds to do so. Whoever is left then is ended by force.',
      'nodemon (pid 90) is asked to end, and then whoever of its processes still holds the port. Whoever is left then is ended by force.',
      'It is asked to end (SIGTERM) and has 5 seconds to do so. Nothing is forced. You are asked for an administrator’s password first.',
    ]);
  });

  it('asks for rights only where they can be given', () => {
    const asks = (way: KillWay, pids: readonly number[] = [1]) => {
      const plan = buildPlan(pids, { needsRights: true });
      return sayMeans({ plan, way, means: 'graceful' }, false).some(
        ({ key }) => key === 'kill.means-rights',
      );
    };
    const userUnit: KillWay = { kind: 'unit', unit: { name: 'web.service', isUserUnit: true } };
    expect([asks(processes), asks(unit)]).toEqual([true, true]);
    expect([asks(processes, [1, 2]), asks(tree), asks(userUnit), asks(container)]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('forces processes only, never a unit or a container', () => {
    const plan = buildPlan([1], { ways: [unit, container, restart, watcher, processes, tree] });
    expect(toOfferedWays(plan, 'force').map(({ kind }) => kind)).toEqual([
      'watcher',
      'processes',
      'tree',
    ]);
    expect(toOfferedWays(plan, 'graceful')).toEqual(plan.ways);
  });

  it('says what is going on while it lasts', () => {
    const tell = (way: KillWay, part: Partial<KillPlan> = {}) =>
      say(sayBusy({ plan: buildPlan([1], part), way, means: 'graceful' }, 'python3'));
    expect([unit, restart, watcher, tree].map((way) => tell(way))).toEqual([
      'Stopping nginx.service …',
      'Restarting shop-db-1 …',
      'Asking nodemon, python3 to end, for up to 5 s …',
      'Asking python3 to end, for up to 5 s …',
    ]);
    expect(tell(processes, { needsRights: true })).toBe(
      'Waiting for an administrator’s password …',
    );
  });

  it('keeps the way that was chosen before, or takes the best', () => {
    const ways = [watcher, processes];
    expect([findWay(ways, 'processes'), findWay(ways, 'tree'), findWay([], 'tree')]).toEqual([
      processes,
      watcher,
      undefined,
    ]);
  });

  it.each(['not-running', 'not-permitted', 'timed-out', 'unreadable', 'no-such-container'])(
    'says why a container engine is silent: %s',
    (reason) => {
      const warning = killWarningSchema.parse({ kind: 'engine-silent', reason });
      const zh = toTranslate('zh-CN');
      const saying = sayKillWarning(warning, 1);
      expect(say(saying)).toMatch(/its engine (does|cannot) .*stopped from here\.$/);
      expect(toPlainText(zh, saying)).toContain('容器');
    },
  );

  it('does not say of all what holds for some', () => {
    const warning = { kind: 'another-user', user: 'root' } as const;
    expect([1, 4].map((count) => say(sayKillWarning(warning, count)))).toEqual([
      'It belongs to another user: root.',
      'There are processes of another user among them: root.',
    ]);
  });
});

describe('the buttons of a kill', () => {
  const of = (address: string, ...pids: readonly number[]) =>
    buildListener({ address, owners: pids.map((pid) => buildOwner({ pid })) });

  it('stand for the processes that are seen, each set of them once', () => {
    const victims = toVictims([of('127.0.0.1', 1, 2), of('::1', 1, 2), of('::', 3)]);
    expect(victims.map(({ saying, shown }) => [say(saying), shown.map(({ pid }) => pid)])).toEqual([
      ['Kill 2 processes', [1, 2]],
      ['Kill node', [3]],
    ]);
  });

  it('stop a container once, whatever forwards for it, seen or hidden', () => {
    const { container } = ownContainer;
    const victims = toVictims([
      buildListener({ owners: [buildOwner({ pid: 1 })], container }),
      buildListener({ address: '::1', owners: [], container }),
      buildListener({ address: '::', owners: [] }),
    ]);
    expect(victims.map(({ saying, isStop, shown }) => [say(saying), isStop, shown.length])).toEqual(
      [['Stop shop-db-1', true, 1]],
    );
    expect(victims[0]?.shownContainers).toEqual([container.id]);
    const [hidden] = toVictims([buildListener({ owners: [], container })]);
    expect([hidden?.shown, hidden?.shownContainers]).toEqual([[], [container.id]]);
  });

  it('differ in their words', () => {
    const words = (...listeners: Parameters<typeof toVictims>[0]) =>
      toVictims(listeners).map(({ saying }) => say(saying));
    expect(words(of('127.0.0.1', 1), of('::1', 2))).toEqual([
      'Kill node (pid 1)',
      'Kill node (pid 2)',
    ]);
    expect(words(of('127.0.0.1', 1, 2), of('::1', 3, 4))).toEqual([
      'Kill 2 processes (pid 1 …)',
      'Kill 2 processes (pid 3 …)',
    ]);
  });
});
