import { describe, expect, it } from 'vitest';
import { toVictims } from '../../renderer/lists/evidence.ts';
import { sayKillButton, sayKillTitle, sayKillWarning } from '../../renderer/words/kill-words.ts';
import { toPlainText, type Saying } from '../../renderer/words/saying.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import type { KillPlan } from '../../shared/kill.ts';
import { buildListener, buildOwner } from './builders.ts';

const en = toTranslate('en');
const say = (saying: Saying) => toPlainText(en, saying);

function buildPlan(pids: readonly number[]): KillPlan {
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
    asks: true,
    graceMs: 5000,
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
    expect(say(sayKillTitle(plan, means))).toBe(title);
    expect(say(sayKillButton(plan.targets, means))).toBe(button);
  });

  it('speaks of one process as one and of several as several', () => {
    expect([1, 4].map((count) => en('kill.means-graceful', { count, seconds: 5 }))).toEqual([
      'It is asked to end (SIGTERM) and has 5 seconds to do so. Nothing is forced.',
      'They are asked to end (SIGTERM) and have 5 seconds to do so. Nothing is forced.',
    ]);
  });

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
