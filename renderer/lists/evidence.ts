import type { Listener, Owner, ProcessIdentity } from '../../shared/listener.ts';
import type { Snapshot, WatchedView } from '../../shared/snapshot.ts';
import { toProcessName } from '../../shared/titles.ts';
import { hasSquatter } from '../../shared/verdict.ts';
import { toOwnerId } from '../words/listener-words.ts';
import type { Saying } from '../words/saying.ts';

/** Finds the listeners that a verdict rests on, in the snapshot they came with. */
export function createFindEvidence(snapshot: Snapshot): (view: WatchedView) => readonly Listener[] {
  const byKey = new Map(snapshot.listeners.map((listener) => [listener.key, listener]));
  return ({ verdict }) =>
    verdict.kind === 'free' ? [] : verdict.listenerKeys.flatMap((key) => byKey.get(key) ?? []);
}

/** The listeners whose processes a kill would have to end to give this port back. */
export function toSquatting(
  { verdict }: WatchedView,
  evidence: readonly Listener[],
): readonly Listener[] {
  return verdict.kind === 'conflict' && !hasSquatter(verdict) ? [] : evidence;
}

/** One kill: all the processes behind one listener. */
export interface Victim {
  readonly listenerKey: string;
  /** The processes as the person sees them; main kills no others. */
  readonly shown: readonly ProcessIdentity[];
  /** The words of its button; a pid stands in them where the name or number is not enough. */
  readonly saying: Saying;
}

/** Whom a kill can name: each set of processes once, hidden ones never. */
export function toVictims(listeners: readonly Listener[]): readonly Victim[] {
  const victims = new Map<string, { readonly listenerKey: string; readonly owners: Owners }>();
  for (const { key, owners } of listeners) {
    const [first, ...others] = owners;
    if (first === undefined) continue;
    const id = owners.map(toOwnerId).join(',');
    if (!victims.has(id)) victims.set(id, { listenerKey: key, owners: [first, ...others] });
  }
  const names = [...victims.values()].map(({ owners }) => toCallName(owners));
  return [...victims.values()].map(({ listenerKey, owners }, index) => {
    const isAmbiguous = names.filter((other) => other === names[index]).length > 1;
    const shown = toShown(owners);
    return { listenerKey, shown, saying: sayKill(owners, isAmbiguous) };
  });
}

type Owners = readonly [Owner, ...Owner[]];

/** The processes that a click on this would be about. */
export function toShown(owners: readonly Owner[]): readonly ProcessIdentity[] {
  return owners.map(({ identity }) => identity);
}

/** What two buttons beside each other must not both say. */
function toCallName(owners: Owners): string | number {
  return owners.length === 1 ? toProcessName(owners[0]) : owners.length;
}

function sayKill(owners: Owners, isAmbiguous: boolean): Saying {
  const [first] = owners;
  const pid = String(first.identity.pid);
  if (owners.length > 1) {
    const count = owners.length;
    return isAmbiguous
      ? { key: 'kill.button-several-pid', values: { count, pid } }
      : { key: 'kill.button-several', values: { count } };
  }
  const name = toProcessName(first);
  return isAmbiguous
    ? { key: 'kill.button-pid', values: { name, pid } }
    : { key: 'kill.button', values: { name } };
}
