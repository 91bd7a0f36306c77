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
    const kin = toKin(listener);
    const known = joined.get(kin);
    if (known === undefined) joined.set(kin, [listener]);
    else known.push(listener);
  }
  return [...joined.values()].map(toRow);
}

// Thousands are joined anew whenever one of them changes.
const kins = new WeakMap<Listener, string>();

/** What listeners have in common that are one thing. */
function toKin(listener: Listener): string {
  const known = kins.get(listener);
  if (known !== undefined) return known;
  const { protocol, port, scope, user, ownerVisibility, container } = listener;
  const owners = container?.id ?? listener.owners.map(toOwnerId).join(',');
  const kin = `${protocol}|${port}|${scope}|${user}|${ownerVisibility}|${owners}`;
  kins.set(listener, kin);
  return kin;
}

// A row lives as long as its listeners do, so that what did not change is not drawn again.
const rows = new WeakMap<Listener, ListenerRow>();

function toRow(listeners: readonly [Listener, ...Listener[]]): ListenerRow {
  const [first] = listeners;
  const known = rows.get(first);
  const isSame =
    known?.listeners.length === listeners.length &&
    known.listeners.every((listener, at) => listener === listeners[at]);
  if (isSame) return known;
  const owners = toDistinctOwners(listeners);
  const row: ListenerRow = {
    id: `listener:${first.key}`,
    port: first.port,
    listeners,
    owners,
    container: first.container,
    // Read where it is wanted: of thousands of rows a few are in sight.
    get program() {
      return owners[0] === undefined ? undefined : toProgram(owners[0]);
    },
  };
  rows.set(first, row);
  return row;
}
