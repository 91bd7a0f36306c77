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
  ReassignPlan,
  ReassignRefusal,
  UndoOutcome,
} from '../../../shared/reassign.ts';
import type { Undoable } from '../../../shared/snapshot.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import { choosePort, type PortChoice } from '../free-ports/choose-port.ts';
import { findFreePorts } from '../free-ports/find-free-ports.ts';
import type { FreePortQuestion, KnownOfPorts } from '../free-ports/obstacles.ts';
import { toStrategy } from '../free-ports/watched-strategy.ts';
import type { Host, WriteResult } from '../host.ts';
import type { AppState } from '../state.ts';

/** A person reads the reasons; beyond this many they say nothing new. */
const PASSED_OVER_MAX = 200;

/** What was learned of ports before, and the port of the plan before this one. */
export type PlanMemory = Pick<
  KnownOfPorts,
  'recentlyTaken' | 'contested' | 'leased' | 'lastGiven'
> & {
  readonly kept?: number | undefined;
};

/**
 * Says where a watched service would move and which lines that changes. Reads the configuration
 * files, binds nothing unless the system is to choose the port, and writes nothing.
 */
export async function planReassign(
  host: Host,
  state: AppState,
  watchedPortId: string,
  memory: PlanMemory,
): Promise<ReassignPlan> {
  const refuse = (refusal: ReassignRefusal): ReassignPlan => ({
    kind: 'refused',
    watchedPortId,
    refusal,
  });
  const watched = state.settings.watchedPorts.find(({ id }) => id === watchedPortId);
  if (watched === undefined) return refuse({ kind: 'unknown-watched-port' });
  const targets = watched.configTargets;
  if (targets.length === 0) return refuse({ kind: 'no-config-target' });

  const { kept, ...learned } = memory;
  const known: KnownOfPorts = {
    ...learned,
    current: watched.port,
    watchedPorts: state.settings.watchedPorts,
    listeners: state.reading?.listeners ?? [],
    limits: state.surroundings.limits,
    isPrivileged: host.processes.isPrivileged,
  };
  const question = { strategy: toStrategy(watched), protocols: [watched.protocol], known };
  const choice = await chooseFor(host, question, kept);
  if (choice === 'none') return refuse({ kind: 'no-system-port' });
  const passedOver = choice.passedOver.slice(0, PASSED_OVER_MAX);
  if (choice.kind === 'exhausted') return refuse({ kind: 'no-free-port', passedOver });

  const located = await host.configFiles.planEdits(targets, watched.port, choice.port);
  if (located.kind === 'refused') {
    return refuse({ kind: 'edit-refused', reason: located.reason, target: located.target });
  }
  return {
    kind: 'ready',
    watchedPortId,
    from: watched.port,
    to: choice.port,
    passedOver,
    ...(choice.isEphemeral && { isEphemeral: true }),
    edits: located.edits,
  };
}

async function chooseFor(
  host: Host,
  question: FreePortQuestion,
  kept: number | undefined,
): Promise<PortChoice | 'none'> {
  const { strategy } = question;
  if (strategy.kind !== 'system') {
    // What is drawn stays drawn while it is offered; what is counted is counted anew.
    const again = strategy.kind === 'random' ? kept : undefined;
    return choosePort({ ...question, strategy }, host.randomBelow, again);
  }
  if (kept !== undefined) {
    const range = { from: kept, to: kept };
    const choice = choosePort(
      { ...question, strategy: { kind: 'range', range } },
      host.randomBelow,
    );
    if (choice.kind === 'chosen') return choice;
  }
  const outcome = await findFreePorts(host, { ...question, count: 1 });
  if (outcome.kind === 'no-such-address') return 'none';
  const [first] = outcome.ports;
  const { passedOver } = outcome;
  if (first !== undefined) return { kind: 'chosen', ...first, passedOver };
  return passedOver.length === 0 ? 'none' : { kind: 'exhausted', passedOver };
}

export interface AppliedReassign {
  readonly outcome: ReassignOutcome;
  /** To be recorded when the move was made. */
  readonly entry?: ReassignedEntry;
  /** Why the planned port could not be held. */
  readonly taken?: PassedOverReason;
}

/**
 * Makes the planned change while the new port is held, so that nobody can take it in between.
 * Either all files are changed as planned and backed up, or none is.
 */
export async function applyReassign(
  host: Host,
  plan: ReadyReassignPlan,
  watched: WatchedPort,
): Promise<AppliedReassign> {
  if (watched.port !== plan.from) return { outcome: { kind: 'changed' } };
  const held = await host.prober.hold(watched.protocol, plan.to);
  if (held.kind === 'unavailable') {
    return { outcome: { kind: 'port-taken', port: plan.to }, taken: held.reason };
  }
  try {
    const { edits, from, to } = plan;
    const written = await host.configFiles.applyEdits(edits, from, to);
    switch (written.kind) {
      case 'changed':
        return { outcome: { kind: 'changed' } };
      case 'failed':
        return { outcome: toWriteFailed(written) };
      case 'stuck':
        return { outcome: written };
      case 'written': {
        const entry: ReassignedEntry = {
          kind: 'reassigned',
          id: host.createId(),
          at: new Date(host.clock.wallMs()).toISOString(),
          watchedPortId: watched.id,
          name: watched.name,
          from,
          to,
          edits,
          backups: written.backups,
        };
        return {
          outcome: { kind: 'reassigned', entryId: entry.id, from, to, files: listFiles(edits) },
          entry,
        };
      }
    }
  } finally {
    await held.hold.release();
  }
}

/** Takes a move back: the files' bytes as they were, or nothing and the place of the backup. */
export async function undoReassign(
  host: Host,
  entry: ReassignedEntry | undefined,
): Promise<{ readonly outcome: UndoOutcome; readonly entry?: ReassignUndoneEntry }> {
  if (entry === undefined) return { outcome: { kind: 'nothing-to-undo' } };
  const { edits, backups, from, to } = entry;
  const written = await host.configFiles.undoEdits(edits, from, to, backups);
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
        entry: {
          kind: 'reassign-undone',
          id: host.createId(),
          at: new Date(host.clock.wallMs()).toISOString(),
          undoes: entry.id,
          watchedPortId: entry.watchedPortId,
          name: entry.name,
          from: to,
          to: from,
        },
      };
  }
}

/** The newest move that was not taken back. */
export function findUndoable(history: readonly HistoryEntry[]): ReassignedEntry | undefined {
  const undone = new Set(
    history.flatMap((entry) => (entry.kind === 'reassign-undone' ? [entry.undoes] : [])),
  );
  return history.findLast(
    (entry): entry is ReassignedEntry => entry.kind === 'reassigned' && !undone.has(entry.id),
  );
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
