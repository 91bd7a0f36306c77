import { toTitle } from '../../shared/titles.ts';
import { toListenerRows, type ListenerRow } from '../lists/listener-rows.ts';
import type { Listener } from '../../shared/listener.ts';

/** In the order in which a person looks for their own. */
const GROUPS = ['projects', 'containers', 'services', 'programs', 'hidden'] as const;
export type GroupId = (typeof GROUPS)[number];

export interface MachineGroup {
  readonly id: GroupId;
  /** By port. */
  readonly rows: readonly ListenerRow[];
}

/** What listens, in groups that a person has words for; no empty ones. */
export function toMachineGroups(listeners: readonly Listener[]): readonly MachineGroup[] {
  const rows = toListenerRows(listeners).toSorted((a, b) => a.port - b.port);
  return GROUPS.map((id) => ({ id, rows: rows.filter((row) => toGroup(row) === id) })).filter(
    (group) => group.rows.length > 0,
  );
}

function toGroup({ container, owners }: ListenerRow): GroupId {
  if (container !== undefined) return 'containers';
  const [owner] = owners;
  if (owner === undefined) return 'hidden';
  if (owner.project !== undefined) return 'projects';
  return toTitle(owner).kind === 'service' ? 'services' : 'programs';
}
