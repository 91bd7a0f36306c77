import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPidWatch, parseLastPid } from '../../../electron/adapters/linux/proc/pid-watch.ts';
import { createFakeProc, type FakeProc } from './fake-proc.ts';

let proc: FakeProc;
beforeEach(() => {
  proc = createFakeProc([{ pid: 10 }, { pid: 20 }]);
});
afterEach(() => proc.remove());

describe('the watch over process ids', () => {
  test('lists all at first and then asks for the few that were given out', () => {
    const watch = createPidWatch(proc.root);
    proc.setLastPid(20);
    expect(watch.look()).toMatchObject({ kind: 'all', present: [20, 10] });
    expect(watch.look()).toEqual({ kind: 'few', given: [] });
    proc.setLastPid(23);
    expect(watch.look()).toEqual({ kind: 'few', given: [21, 22, 23] });
  });

  test('lists all when many were given out, and knows which may be other processes', () => {
    expect(givenBetween(20, 1020, [20, 21, 1020, 1021])).toEqual([21, 1020]);
  });

  test('lists all when the ids began again, and knows which may be other processes', () => {
    expect(givenBetween(4_194_000, 400, [300, 400, 401, 4_193_999, 4_194_001])).toEqual([
      300, 400, 4_194_001,
    ]);
  });

  test('lists all now and then', () => {
    const watch = createPidWatch(proc.root);
    proc.setLastPid(20);
    const kinds = Array.from({ length: 70 }, () => watch.look().kind);
    expect(kinds.filter((kind) => kind === 'all')).toHaveLength(3);
  });

  test('lists all and says that it is blind where the last id is not told', () => {
    const watch = createPidWatch(proc.root);
    for (let round = 0; round < 3; round += 1) {
      expect(watch.look()).toMatchObject({ kind: 'all', isBlind: true });
    }
  });
});

test.each([
  ['0.20 0.18 0.12 1/80 11206\n', 11_206],
  ['0.20 0.18 0.12 1/80 11206', undefined],
  ['0.20 0.18 0.12 1/80 \n', undefined],
  ['', undefined],
])('the last id in %j is %s', (text, pid) => {
  expect(parseLastPid(text)).toBe(pid);
});

function givenBetween(before: number, now: number, pids: readonly number[]): readonly number[] {
  const watch = createPidWatch(proc.root);
  proc.setLastPid(before);
  watch.look();
  proc.setLastPid(now);
  const look = watch.look();
  return look.kind === 'all' ? pids.filter((pid) => look.wasGiven(pid)) : [];
}
