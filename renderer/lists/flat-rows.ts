import type { ListenerGroup } from './listener-groups.ts';
import type { ListenerRow } from './listener-rows.ts';

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

/** The rows in the order of the screen, without the ones in folded groups. */
export function toFlatRows(
  groups: readonly ListenerGroup[],
  foldedIds: ReadonlySet<string>,
  openId: string | undefined,
): readonly FlatRow[] {
  const flat: FlatRow[] = [];
  for (const group of groups) {
    const isFolded = group.head.kind !== 'none' && foldedIds.has(group.id);
    if (group.head.kind !== 'none') flat.push({ kind: 'group', id: group.id, group, isFolded });
    if (isFolded) continue;
    for (const row of group.rows) {
      flat.push({ kind: 'listener', id: row.id, row, groupId: group.id });
      if (row.id === openId) flat.push({ kind: 'details', id: `details:${row.id}`, row });
    }
  }
  return flat;
}
