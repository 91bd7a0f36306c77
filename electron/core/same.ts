import type { Listener } from '../../shared/listener.ts';
import type { Verdict } from '../../shared/verdict.ts';
import type { JudgedPort } from './state.ts';
import type { Reading } from './verdicts/verdict.ts';

/*
 * Whether anything changed, so that nothing is sent, drawn or written when nothing did.
 */

/** Whether two readings show the same listeners with the same owners. */
export function isSameReading(a: Reading, b: Reading): boolean {
  return (
    isSameList(a.missing, b.missing, Object.is) &&
    isSameList(a.listeners, b.listeners, isSameListener)
  );
}

export function isSameListener(a: Listener, b: Listener): boolean {
  return (
    a === b ||
    (a.key === b.key &&
      a.ownerVisibility === b.ownerVisibility &&
      // One object for as long as the engine says the same.
      a.container === b.container &&
      isSameList(a.sockets, b.sockets, Object.is) &&
      isSameList(
        a.owners,
        b.owners,
        (one, other) =>
          one === other ||
          (one.identity.pid === other.identity.pid &&
            one.identity.startToken === other.identity.startToken &&
            one.name === other.name &&
            one.command === other.command &&
            one.cwd === other.cwd &&
            one.deletedCwd === other.deletedCwd &&
            one.executable === other.executable),
      ))
  );
}

/** Whether two rounds of verdicts are the same in all that is shown or remembered. */
export function isSameJudgement(
  a: ReadonlyMap<string, JudgedPort>,
  b: ReadonlyMap<string, JudgedPort>,
): boolean {
  return isSameList([...a], [...b], ([idA, one], [idB, other]) => {
    return (
      idA === idB &&
      one.watchedPort === other.watchedPort &&
      one.isSuspected === other.isSuspected &&
      one.isInConflict === other.isInConflict &&
      one.wasHeld === other.wasHeld &&
      one.cause === other.cause &&
      isSameVerdict(one.verdict, other.verdict)
    );
  });
}

/** Verdicts are small records of plain values, so their text tells them apart. */
function isSameVerdict(a: Verdict, b: Verdict): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function isSameList<Item>(
  a: readonly Item[],
  b: readonly Item[],
  isSame: (a: Item, b: Item) => boolean,
): boolean {
  return a.length === b.length && a.every((item, index) => isSame(item, b[index] as Item));
}
