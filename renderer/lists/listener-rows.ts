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

export interface ListenerGroup {
  readonly id: string;
  /** The project folder; absent for everything that belongs to none. */
  readonly folder: string | undefined;
  readonly rows: readonly ListenerRow[];
}

/** What the virtual list draws, one below the other. */
export type FlatRow =
  | {
      readonly kind: 'group';
      readonly id: string;
      readonly group: ListenerGroup;
      readonly isFolded: boolean;
    }
  | {
      readonly kind: 'listener';
      readonly id: string;
      readonly row: ListenerRow;
      readonly groupId: string;
    }
  | { readonly kind: 'details'; readonly id: string; readonly row: ListenerRow };

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

/** Groups by project, projects by name, what belongs to none last; ports ascend inside. */
export function toListenerGroups(rows: readonly ListenerRow[]): readonly ListenerGroup[] {
  const byFolder = new Map<string, ListenerRow[]>();
  for (const row of rows) {
    // Where the forwarder of a container was started says nothing about the container.
    const folder = (row.container === undefined ? row.owners[0]?.project : undefined) ?? '';
    const known = byFolder.get(folder);
    if (known === undefined) byFolder.set(folder, [row]);
    else known.push(row);
  }
  return [...byFolder.entries()]
    .sort(([a], [b]) => {
      if (a === '' || b === '') return a === '' ? 1 : -1;
      return toSortName(a).localeCompare(toSortName(b)) || (a < b ? -1 : 1);
    })
    .map(([folder, members]) => ({
      id: `group:${folder}`,
      folder: folder === '' ? undefined : folder,
      rows: members.sort((a, b) => a.port - b.port || (a.id < b.id ? -1 : 1)),
    }));
}

function toSortName(folder: string): string {
  return folder.slice(Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\')) + 1);
}

/** The rows in the order of the screen, without the ones in folded groups. */
export function toFlatRows(
  groups: readonly ListenerGroup[],
  foldedIds: ReadonlySet<string>,
  openId: string | undefined,
): readonly FlatRow[] {
  const flat: FlatRow[] = [];
  for (const group of groups) {
    const isFolded = foldedIds.has(group.id);
    flat.push({ kind: 'group', id: group.id, group, isFolded });
    if (isFolded) continue;
    for (const row of group.rows) {
      flat.push({ kind: 'listener', id: row.id, row, groupId: group.id });
      if (row.id === openId) flat.push({ kind: 'details', id: `details:${row.id}`, row });
    }
  }
  return flat;
}
