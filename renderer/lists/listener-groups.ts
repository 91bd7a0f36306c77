import type { Listing, SortBy } from '../../shared/settings.ts';
import { toOwnerId, toSince } from '../words/listener-words.ts';
import type { ListenerRow } from './listener-rows.ts';

/** What the rows of a group have in common, for its heading. */
export type GroupHead =
  | { readonly kind: 'project'; readonly folder: string }
  /** One process, or those that hold a port together; the first row names them. */
  | { readonly kind: 'process'; readonly row: ListenerRow }
  /** Everything that belongs to no project, or whose processes are hidden. */
  | { readonly kind: 'others' }
  /** Nothing: there is one group, and it has no heading. */
  | { readonly kind: 'none' };

export interface ListenerGroup {
  readonly id: string;
  readonly head: GroupHead;
  readonly rows: readonly ListenerRow[];
}

/** Groups and sorts as the person chose; whatever belongs nowhere comes last. */
export function toListenerGroups(
  rows: readonly ListenerRow[],
  { groupBy, sortBy }: Pick<Listing, 'groupBy' | 'sortBy'>,
): readonly ListenerGroup[] {
  const compare = comparisons[sortBy];
  const groups = new Map<string, { head: GroupHead; rows: ListenerRow[] }>();
  for (const row of rows) {
    const head = toHead(row, groupBy);
    const id = toGroupId(head);
    const known = groups.get(id);
    if (known === undefined) groups.set(id, { head, rows: [row] });
    else known.rows.push(row);
  }
  return [...groups.entries()]
    .map(([id, group]) => ({ id, head: group.head, rows: group.rows.sort(compare) }))
    .sort((a, b) => compareGroups(a, b, sortBy));
}

function toHead(row: ListenerRow, groupBy: Listing['groupBy']): GroupHead {
  // Where the forwarder of a container was started says nothing about the container.
  const [owner] = row.container === undefined ? row.owners : [];
  switch (groupBy) {
    case 'none':
      return { kind: 'none' };
    case 'project':
      return owner?.project === undefined
        ? { kind: 'others' }
        : { kind: 'project', folder: owner.project };
    case 'process':
      return owner === undefined && row.container === undefined
        ? { kind: 'others' }
        : { kind: 'process', row };
  }
}

function toGroupId(head: GroupHead): string {
  switch (head.kind) {
    case 'project':
      return `group:${head.folder}`;
    case 'process': {
      const { container, owners } = head.row;
      return `group:process:${container?.id ?? owners.map(toOwnerId).join(',')}`.slice(0, 4000);
    }
    case 'others':
    case 'none':
      return 'group:';
  }
}

type Compare = (a: ListenerRow, b: ListenerRow) => number;

const byPort: Compare = (a, b) => a.port - b.port || (a.id < b.id ? -1 : 1);

// One collator for all: what a string compares with by itself is made anew each time.
const { compare: compareNames } = new Intl.Collator(undefined, { numeric: true });

const comparisons: Readonly<Record<SortBy, Compare>> = {
  port: byPort,
  name: (a, b) => compareNames(toRowName(a), toRowName(b)) || byPort(a, b),
  newest: (a, b) => compareSince(a, b) || byPort(a, b),
};

/** The youngest first; what has no known start comes last. */
function compareSince(a: ListenerRow, b: ListenerRow): number {
  const [sinceA = '', sinceB = ''] = [toSince(a.owners), toSince(b.owners)];
  return sinceA === sinceB ? 0 : sinceA > sinceB ? -1 : 1;
}

function compareGroups(a: ListenerGroup, b: ListenerGroup, sortBy: SortBy): number {
  const isLastA = a.head.kind === 'others';
  if (isLastA || b.head.kind === 'others')
    return Number(isLastA) - Number(b.head.kind === 'others');
  const [firstA] = a.rows;
  const [firstB] = b.rows;
  if (sortBy === 'newest' && firstA !== undefined && firstB !== undefined) {
    const order = compareSince(firstA, firstB);
    if (order !== 0) return order;
  }
  return compareNames(toGroupName(a.head), toGroupName(b.head)) || (a.id < b.id ? -1 : 1);
}

function toGroupName(head: GroupHead): string {
  switch (head.kind) {
    case 'project':
      return head.folder.slice(
        Math.max(head.folder.lastIndexOf('/'), head.folder.lastIndexOf('\\')) + 1,
      );
    case 'process':
      return toRowName(head.row);
    case 'others':
    case 'none':
      return '';
  }
}

function toRowName({ container, program, listeners }: ListenerRow): string {
  return container?.name ?? program?.tool ?? program?.name ?? `\u{10FFFF}${listeners[0].user}`;
}
