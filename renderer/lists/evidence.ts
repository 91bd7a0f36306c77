import type { Listener, Owner } from '../../shared/listener.ts';
import type { Snapshot, WatchedView } from '../../shared/snapshot.ts';
import { toOwnerId } from '../words/listener-words.ts';
import { toProcessName } from '../words/program.ts';
import type { Saying } from '../words/saying.ts';

/** Finds the listeners that a verdict rests on, in the snapshot they came with. */
export function createFindEvidence(snapshot: Snapshot): (view: WatchedView) => readonly Listener[] {
  const byKey = new Map(snapshot.listeners.map((listener) => [listener.key, listener]));
  return ({ verdict }) =>
    verdict.kind === 'free' ? [] : verdict.listenerKeys.flatMap((key) => byKey.get(key) ?? []);
}

/** One kill: all the processes behind one listener, and what to call the first. */
export interface Victim {
  readonly listenerKey: string;
  readonly owner: Owner;
  /** The words of its button; the pid stands in them where the name alone is not enough. */
  readonly saying: Saying;
}

/** Whom a kill can name: each set of processes once, hidden ones never. */
export function toVictims(listeners: readonly Listener[]): readonly Victim[] {
  const victims = new Map<string, Omit<Victim, 'saying'>>();
  for (const listener of listeners) {
    const [owner] = listener.owners;
    if (owner === undefined) continue;
    const id = listener.owners.map(toOwnerId).join(',');
    if (!victims.has(id)) victims.set(id, { listenerKey: listener.key, owner });
  }
  const names = [...victims.values()].map(({ owner }) => toProcessName(owner));
  return [...victims.values()].map((victim, index) => {
    const name = names[index] ?? '';
    const isAmbiguous = names.filter((other) => other === name).length > 1;
    const pid = String(victim.owner.identity.pid);
    return {
      ...victim,
      saying: isAmbiguous
        ? { key: 'kill.button-pid', values: { name, pid } }
        : { key: 'kill.button', values: { name } },
    };
  });
}
