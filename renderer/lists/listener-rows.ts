import type { Container } from '../../shared/container.ts';
import type { Listener, Owner } from '../../shared/listener.ts';
import { toDistinctOwners, toOwnerId } from '../words/listener-words.ts';
import { toProgram, type Program } from '../words/program.ts';

/** One line of the list: the same port of the same processes, on one or more addresses. */
export interface ListenerRow {
  readonly id: string;
  readonly port: number;
  /** The first is what a kill names; the others go with it. */
  readonly listeners: readonly [Listener, ...Listener[]];
  readonly owners: readonly Owner[];
  /** Whose port it is, where its engine has told; it says more than the owners, who forward. */
  readonly container: Container | undefined;
  /** What the first owner is; absent when every owner is hidden. */
  readonly program: Program | undefined;
}


/** Joins what is one thing to a person: `127.0.0.1` and `::1` of the same processes or container. */
export function toListenerRows(listeners: readonly Listener[]): readonly ListenerRow[] {
  const joined = new Map<string, [Listener, ...Listener[]]>();
  for (const listener of listeners) {
    const owners = listener.container?.id ?? listener.owners.map(toOwnerId).join(',');
    const kin = `${listener.protocol}|${listener.port}|${listener.scope}|${listener.user}|${listener.ownerVisibility}|${owners}`;
    const known = joined.get(kin);
    if (known === undefined) joined.set(kin, [listener]);
    else known.push(listener);
  }
  return [...joined.values()].map((group): ListenerRow => {
    const owners = toDistinctOwners(group);
    return {
      id: `listener:${group[0].key}`,
      port: group[0].port,
      listeners: group,
      owners,
      container: group[0].container,
      program: owners[0] === undefined ? undefined : toProgram(owners[0]),
    };
  });
}
