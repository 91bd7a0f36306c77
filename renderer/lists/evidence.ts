import type { Container } from '../../shared/container.ts';
import type { Listener, Owner, ProcessIdentity } from '../../shared/listener.ts';
import type { Snapshot, WatchedView } from '../../shared/snapshot.ts';
import { toProcessName } from '../../shared/titles.ts';
import { hasSquatter } from '../../shared/squatter.ts';
import { toDistinctOwners, toOwnerId } from '../words/listener-words.ts';
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
  if (verdict.kind === 'held') return [];
  return verdict.kind === 'conflict' && !hasSquatter(verdict) ? [] : evidence;
}

/** Whom a click is about, as the person sees it; main stops and accepts no others. */
export interface Shown {
  readonly shown: readonly ProcessIdentity[];
  readonly shownContainers: readonly string[];
}

/** One kill: all the processes behind one listener, or the container. */
export interface Victim extends Shown {
  readonly listenerKey: string;
  /** Its engine stops it; nobody is signalled. */
  readonly isStop: boolean;
  /** The words of its button; a pid stands in them where the name or number is not enough. */
  readonly saying: Saying;
}

/** Whom a kill can name: each set of processes and each container once, the hidden ones never. */
export function toVictims(listeners: readonly Listener[]): readonly Victim[] {
  const victims = new Map<string, Subject>();
  for (const listener of listeners) {
    const { key, container } = listener;
    const [first, ...others] = listener.owners;
    const id = container?.id ?? listener.owners.map(toOwnerId).join(',');
    if (victims.has(id)) continue;
    const shown = toShown([listener]);
    if (container !== undefined) victims.set(id, { key, shown, container });
    else if (first !== undefined) victims.set(id, { key, shown, owners: [first, ...others] });
  }
  const names = [...victims.values()].map(toCallName);
  return [...victims.values()].map((subject, index) => {
    const isAmbiguous = names.filter((other) => other === names[index]).length > 1;
    const isStop = 'container' in subject;
    const saying = isStop ? sayStop(subject.container) : sayKill(subject.owners, isAmbiguous);
    return { listenerKey: subject.key, ...subject.shown, isStop, saying };
  });
}

type Owners = readonly [Owner, ...Owner[]];
type Subject = { readonly key: string; readonly shown: Shown } & (
  { readonly container: Container } | { readonly owners: Owners }
);

/** The processes and containers that a click on this would be about. */
export function toShown(listeners: readonly Listener[]): Shown {
  return {
    shown: toDistinctOwners(listeners).map(({ identity }) => identity),
    shownContainers: [...new Set(listeners.flatMap(({ container }) => container?.id ?? []))],
  };
}

/** What two buttons beside each other must not both say. */
function toCallName(subject: Subject): string | number {
  if ('container' in subject) return subject.container.id;
  const { owners } = subject;
  return owners.length === 1 ? toProcessName(owners[0]) : owners.length;
}

function sayStop({ name }: Container): Saying {
  return { key: 'kill.button-container', values: { name } };
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
