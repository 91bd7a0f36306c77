import type { Listener, Owner } from '../../shared/listener.ts';
import type { Snapshot, WatchedView } from '../../shared/snapshot.ts';
import { toOwnerId } from '../words/listener-words.ts';

/** Finds the listeners that a verdict rests on, in the snapshot they came with. */
export function createFindEvidence(
  snapshot: Snapshot,
): (view: WatchedView) => readonly Listener[] {
  const byKey = new Map(snapshot.listeners.map((listener) => [listener.key, listener]));
  return ({ verdict }) =>
    verdict.kind === 'free' ? [] : verdict.listenerKeys.flatMap((key) => byKey.get(key) ?? []);
}

/** One kill: all the processes behind one listener, and what to call the first. */
export interface Victim {
  readonly listenerKey: string;
  readonly owner: Owner;
}

/** Whom a kill can name: each set of processes once, hidden ones never. */
export function toVictims(listeners: readonly Listener[]): readonly Victim[] {
  const victims = new Map<string, Victim>();
  for (const listener of listeners) {
    const [owner] = listener.owners;
    if (owner === undefined) continue;
    const id = listener.owners.map(toOwnerId).join(',');
    if (!victims.has(id)) victims.set(id, { listenerKey: listener.key, owner });
  }
  return [...victims.values()];
}
