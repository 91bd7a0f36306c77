import type {
  HistoryEntry,
  ReassignedEntry,
  ReassignUndoneEntry,
} from '../../../shared/history.ts';
import type {
  ConfigEdit,
  PassedOverReason,
  ReadyReassignPlan,
  ReassignOutcome,
  UndoOutcome,
} from '../../../shared/reassign.ts';
import type { Undoable } from '../../../shared/snapshot.ts';
import { listSameService, type WatchedPort } from '../../../shared/watched-port.ts';
import type { HeldPort, HoldResult, Host } from '../host.ts';
import type { WriteResult } from '../host-files.ts';
import { listMoved } from '../settings-changes.ts';
import { restartService, type RestartOrder } from './restart-service.ts';

/** What a move is to do beyond its plan, and who hears of it. */
export interface MoveOrder extends RestartOrder {
  /** Whether the service is also started on its new port, as the plan says. */
  readonly restarts: boolean;
  /** Hears of the move as soon as the files are changed. */
  readonly onWritten: (entry: ReassignedEntry) => void;
}

export interface AppliedReassign {
  readonly outcome: ReassignOutcome;
  /** What is to be recorded beyond what `onWritten` heard. */
  readonly entries: readonly HistoryEntry[];
  /** Why the planned port could not be held. */
  readonly taken?: PassedOverReason;
}

/**
 * Makes the planned change while the new port is held, so that nobody can take it in between:
 * either all files are changed as planned and backed up, or none is. Then, where that is wanted,
 * the service is started again and proven to listen there.
 */
export async function applyReassign(
  host: Host,
  plan: ReadyReassignPlan,
  watched: WatchedPort,
  order: MoveOrder,
): Promise<AppliedReassign> {
  const service = listSameService(order.settings.watchedPorts, watched);
  if (watched.port !== plan.from || !isPlannedFor(plan, service)) {
    return { outcome: { kind: 'changed' }, entries: [] };
  }
  order.tell('writing');
  const held = await holdForAll(host, service, plan.to);
  if (held.kind === 'unavailable') {
    const outcome = { kind: 'port-taken', port: plan.to } as const;
    return { outcome, entries: [], taken: held.reason };
  }
  const { edits, from, to, restart } = plan;
  const note = {
    kind: 'reassigned' as const,
    ...toEntryBase(host, watched),
    ...(plan.alongside !== undefined && { alongside: plan.alongside }),
    from,
    to,
    edits,
  };
  let written: WriteResult;
  try {
    written = await host.configFiles.applyEdits(edits, from, to, note);
  } finally {
    await held.release();
  }
  if (written.kind !== 'written') return toUnwritten(host, plan, watched, written);
  const moved = { ...note, backups: written.backups };
  order.onWritten(moved);
  const outcome = {
    kind: 'reassigned',
    entryId: moved.id,
    from,
    to,
    files: listFiles(edits),
  } as const;
  if (!order.restarts || restart === undefined) {
    return { outcome: { ...outcome, service: { kind: 'not-restarted' } }, entries: [] };
  }
  const restartedAs = await restartService(host, service, { to, offer: restart }, order);
  const restarted: HistoryEntry = {
    kind: 'reassign-restarted',
    ...toEntryBase(host, watched),
    follows: moved.id,
    port: to,
    outcome: restartedAs.kind,
  };
  return { outcome: { ...outcome, service: restartedAs }, entries: [restarted] };
}

/** Whether the plan moves these entries, and no others. */
function isPlannedFor({ alongside = [] }: ReadyReassignPlan, service: readonly WatchedPort[]) {
  const [, ...others] = service.map(({ id }) => id);
  return others.join() === alongside.join();
}

/** Keeps the port for every protocol of the service, or for none. */
async function holdForAll(
  { prober }: Host,
  service: readonly WatchedPort[],
  port: number,
): Promise<(HeldPort & { readonly kind: 'held' }) | Extract<HoldResult, { kind: 'unavailable' }>> {
  const holds: HeldPort[] = [];
  const release = async (): Promise<void> => {
    for (const hold of holds) await hold.release();
  };
  for (const { protocol, address } of service) {
    const held = await prober.hold(protocol, port, address === 'any' ? undefined : address);
    if (held.kind === 'unavailable') {
      await release();
      return held;
    }
    holds.push(held.hold);
  }
  return { kind: 'held', release };
}

/** What is recorded of a service whose move ended with whoever made it. */
export function toInterrupted(host: Host, moved: ReassignedEntry): HistoryEntry {
  return {
    kind: 'reassign-restarted',
    ...toEntryBase(host, { id: moved.watchedPortId, name: moved.name }),
    follows: moved.id,
    port: moved.to,
    outcome: 'interrupted',
  };
}

function toEntryBase(host: Host, { id, name }: Pick<WatchedPort, 'id' | 'name'>) {
  return {
    id: host.createId(),
    at: new Date(host.clock.wallMs()).toISOString(),
    watchedPortId: id,
    name,
  };
}

/** Nothing was changed, or what was changed is back as it was; `stuck` is the exception. */
function toUnwritten(
  host: Host,
  { from, to }: ReadyReassignPlan,
  watched: WatchedPort,
  result: Exclude<WriteResult, { kind: 'written' }>,
): AppliedReassign {
  if (result.kind === 'changed') return { outcome: { kind: 'changed' }, entries: [] };
  const { file } = result;
  return {
    outcome: result.kind === 'stuck' ? result : toWriteFailed(result),
    entries: [
      {
        kind: 'reassign-failed',
        ...toEntryBase(host, watched),
        from,
        to,
        file,
        outcome: result.kind === 'stuck' ? 'stuck' : 'rolled-back',
      },
    ],
  };
}

/** Takes a move back: the files' bytes as they were, or nothing and the place of the backup. */
export async function undoReassign(
  host: Host,
  entry: ReassignedEntry,
): Promise<{ readonly outcome: UndoOutcome; readonly entry?: ReassignUndoneEntry }> {
  const { edits, backups, from, to, alongside } = entry;
  const undone: ReassignUndoneEntry = {
    kind: 'reassign-undone',
    id: host.createId(),
    at: new Date(host.clock.wallMs()).toISOString(),
    undoes: entry.id,
    watchedPortId: entry.watchedPortId,
    ...(alongside !== undefined && { alongside }),
    name: entry.name,
    from: to,
    to: from,
  };
  const written = await host.configFiles.undoEdits(edits, from, to, backups, undone);
  switch (written.kind) {
    case 'changed':
      return { outcome: { ...written, backup: findBackup(entry, written.file) } };
    case 'failed':
      return {
        outcome: { ...toWriteFailed(written), backup: findBackup(entry, written.file) },
      };
    case 'stuck':
      return { outcome: written };
    case 'written':
      return {
        outcome: { kind: 'undone', from: to, to: from, files: listFiles(edits) },
        entry: undone,
      };
  }
}

/** The moves that were not taken back, the newest first. */
export function listUndoable(history: readonly HistoryEntry[]): readonly ReassignedEntry[] {
  const undone = new Set(
    history.flatMap((entry) => (entry.kind === 'reassign-undone' ? [entry.undoes] : [])),
  );
  return history
    .filter(
      (entry): entry is ReassignedEntry => entry.kind === 'reassigned' && !undone.has(entry.id),
    )
    .toReversed();
}

/** The newest move that was not taken back. */
export function findUndoable(history: readonly HistoryEntry[]): ReassignedEntry | undefined {
  return listUndoable(history)[0];
}

/** A move of the same service that lies over this one, and is to be taken back before it. */
export function findLaterMove(
  history: readonly HistoryEntry[],
  entry: ReassignedEntry,
): ReassignedEntry | undefined {
  const standing = listUndoable(history);
  const later = standing.slice(
    0,
    standing.findIndex(({ id }) => id === entry.id),
  );
  return later.find((move) => listMoved(move).some((id) => listMoved(entry).includes(id)));
}

export function toMovedSince({ id, from, to }: ReassignedEntry) {
  return { kind: 'moved-since', entryId: id, from, to } as const;
}

export function toUndoable(entry: ReassignedEntry): Undoable {
  return {
    entryId: entry.id,
    watchedPortId: entry.watchedPortId,
    name: entry.name,
    from: entry.from,
    to: entry.to,
    files: listFiles(entry.edits),
  };
}

/** Each file once, by the name that the person gave it. */
export function listFiles(edits: readonly ConfigEdit[]): readonly string[] {
  const files = new Map(edits.map(({ realPath, target }) => [realPath, target.file]));
  return [...files.values()];
}

function toWriteFailed({ reason, file }: Extract<WriteResult, { kind: 'failed' }>) {
  return { kind: 'write-failed', reason, file } as const;
}

function findBackup({ edits, backups }: ReassignedEntry, file: string): string {
  const realPath = edits.find(({ target }) => target.file === file)?.realPath;
  return backups.find((copy) => copy.file === realPath)?.backup ?? '';
}
