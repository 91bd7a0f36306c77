import type { Snapshot, WatchedView } from '../../shared/snapshot.ts';
import type { Saying } from './saying.ts';

export type SummaryTone = 'calm' | 'conflict' | 'waiting' | 'quiet';

/** The popover's title: the answer to the one question a person comes with. */
export interface Summary {
  readonly tone: SummaryTone;
  readonly title: Saying;
  /** Smaller facts, from the most to the least important. */
  readonly details: readonly Saying[];
}

/** A conflict that the person did not ask to ignore for now. */
export function isTellableConflict(view: WatchedView): boolean {
  return view.verdict.kind === 'conflict' && view.mutedUntil === undefined;
}

/** Puts a snapshot into one sentence. */
export function toSummary(snapshot: Snapshot): Summary {
  const { watching } = snapshot;
  switch (watching.kind) {
    case 'starting':
      return { tone: 'quiet', title: { key: 'summary.starting' }, details: [] };
    case 'not-watching':
      return {
        tone: 'waiting',
        title: { key: 'summary.not-watching' },
        details: [{ key: `scan-failure.${watching.reason}` }],
      };
    case 'paused':
      return {
        tone: 'quiet',
        title: { key: 'summary.paused' },
        details: [...sayConflicts(snapshot), { key: 'summary.as-before-pause' }],
      };
    case 'watching':
      return toWatchingSummary(snapshot);
  }
}

function toWatchingSummary(snapshot: Snapshot): Summary {
  const { watched } = snapshot;
  const [conflicts] = sayConflicts(snapshot);
  const unclear = watched.filter((view) => view.verdict.kind === 'undetermined').length;
  const ignored = watched.filter(
    (view) => view.verdict.kind === 'conflict' && view.mutedUntil !== undefined,
  ).length;
  const details: readonly Saying[] = [
    { key: 'summary.listeners', values: { count: snapshot.listeners.length } },
    ...count('summary.watched', watched.length),
    ...count('summary.ignored', ignored),
    ...(snapshot.coverage === 'partial' ? [{ key: 'summary.partial' } as const] : []),
  ];
  if (conflicts !== undefined) return { tone: 'conflict', title: conflicts, details };
  const [down] = count(
    'summary.down',
    watched.filter(({ health, mutedUntil }) => health?.state === 'down' && mutedUntil === undefined)
      .length,
  );
  if (down !== undefined) return { tone: 'waiting', title: down, details };
  if (watched.length === 0) {
    return { tone: 'quiet', title: { key: 'summary.nothing-watched' }, details };
  }
  const [undetermined] = count('summary.undetermined', unclear);
  return undetermined === undefined
    ? { tone: 'calm', title: { key: 'summary.calm' }, details }
    : { tone: 'waiting', title: undetermined, details };
}

function sayConflicts(snapshot: Snapshot): readonly Saying[] {
  return count('summary.conflicts', snapshot.watched.filter(isTellableConflict).length);
}

function count(
  key: `summary.${'conflicts' | 'watched' | 'ignored' | 'undetermined' | 'down'}`,
  value: number,
): readonly Saying[] {
  return value === 0 ? [] : [{ key, values: { count: value } }];
}
