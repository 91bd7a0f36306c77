import type { ConfigTarget } from '../../../shared/config-target.ts';
import type {
  HistoryEntry,
  ReassignedEntry,
  ReassignUndoneEntry,
} from '../../../shared/history.ts';
import type {
  MovePhase,
  ReadyReassignPlan,
  ReassignOutcome,
  ReassignPlan,
  UndoOutcome,
} from '../../../shared/reassign.ts';
import type { Settings } from '../../../shared/settings.ts';
import { listSameService } from '../../../shared/watched-port.ts';
import type { PortMemory } from '../free-ports/port-memory.ts';
import type { Holds } from '../holds/holds.ts';
import type { Host } from '../host.ts';
import type { Keeper } from '../keeper.ts';
import { toLeftOver } from './left-over.ts';
import { createMoveRecords } from './move-records.ts';
import { planReassign } from './plan-reassign.ts';
import {
  applyReassign,
  findLaterMove,
  findUndoable,
  listUndoable,
  toMovedSince,
  toUndoable,
  undoReassign,
} from './reassign-port.ts';
import { findRival, findTwin, followMove } from '../settings-changes.ts';
import type { StateCell } from '../state.ts';

/** More log files are not kept either. */
const LOGS_MAX = 20;

/** The services that were moved, can be moved, and can be moved back. */
export interface Moves {
  /** Learns from the history which move can be taken back. */
  recall(history: readonly HistoryEntry[]): void;
  /** Takes back what an earlier run had begun to write, and tells of it. */
  recover(): Promise<void>;
  /** Writes down and tells of moves whose files an earlier run had written when it ended. */
  tellUnfinished(history: readonly HistoryEntry[]): Promise<void>;
  /** Keeps the moves that the tray and the windows offer in step with the conflicts. */
  refreshOffers(): Promise<void>;
  /** `alsoChange`: what else is to get the new port, in the same move. */
  plan(watchedPortId: string, alsoChange?: readonly ConfigTarget[]): Promise<ReassignPlan>;
  /** `restarts`: also starts the service on its new port, as the plan says. */
  carryOut(plan: ReassignPlan, restarts: boolean): Promise<ReassignOutcome>;
  /** Waits no longer for a moved service to come up. */
  stopWaiting(watchedPortId: string): void;
  /** Where the output goes of what a move has started, by the move's entry. */
  findLogFile(entryId: string): string | undefined;
  undo(entryId: string): Promise<UndoOutcome>;
}

export interface MovesParts {
  readonly host: Host;
  readonly cell: StateCell;
  readonly keeper: Keeper;
  readonly ports: PortMemory;
  readonly holds: Pick<Holds, 'handOver' | 'takeBack'>;
  readonly changeSettings: (change: (settings: Settings) => Settings) => void;
}

export function createMoves({
  host,
  cell,
  keeper,
  ports,
  holds,
  changeSettings,
}: MovesParts): Moves {
  /** By watched port's id: where its last plan goes, so that an offer does not change by itself. */
  const planned = new Map<string, number>();
  /** By watched port's id: whether the person waits no longer. */
  const underWay = new Map<string, { isCancelled: boolean }>();
  const logFiles = new Map<string, string>();
  const records = createMoveRecords(host, keeper);
  let history: readonly HistoryEntry[] = [];

  function remember(entries: readonly HistoryEntry[]): void {
    history = entries.filter(isMove);
    const last = findUndoable(history);
    cell.commit({ ...cell.get(), undoable: last === undefined ? undefined : toUndoable(last) });
  }

  function follow(entry: ReassignedEntry | ReassignUndoneEntry): void {
    records.recordAgain();
    records.record(entry.id, [entry]);
    remember([...history, entry]);
    changeSettings((settings) => followMove(settings, entry));
  }

  async function plan(
    watchedPortId: string,
    alsoChange: readonly ConfigTarget[] = [],
  ): Promise<ReassignPlan> {
    const last = history.findLast(
      (entry) => entry.kind === 'reassigned' && isMoveOf(entry, watchedPortId),
    );
    const { settings, reading, surroundings } = cell.get();
    const made = await planReassign(
      host,
      { settings, listeners: reading?.listeners ?? [], limits: surroundings.limits },
      { watchedPortId, alsoChange },
      {
        ...ports.recall(),
        ...(last?.kind === 'reassigned' && { lastGiven: last.to }),
        kept: planned.get(watchedPortId),
      },
    );
    if (made.kind === 'ready') {
      for (const id of [watchedPortId, ...(made.alongside ?? [])]) planned.set(id, made.to);
    } else planned.delete(watchedPortId);
    return made;
  }

  async function refreshOffers(): Promise<void> {
    const { settings, judged } = cell.get();
    const plans = new Map<string, ReassignPlan>();
    for (const { id } of settings.watchedPorts) {
      if (judged.get(id)?.verdict.kind === 'conflict') plans.set(id, await plan(id));
    }
    const state = cell.get();
    if (JSON.stringify([...plans]) === JSON.stringify([...state.reassignPlans])) return;
    cell.commit({ ...state, reassignPlans: plans });
  }

  function showMoving(ids: readonly string[], to: number, phase: MovePhase | undefined): void {
    const state = cell.get();
    const others = state.moving.filter(({ watchedPortId }) => !ids.includes(watchedPortId));
    const withinS = state.settings.startsWithinS;
    const own =
      phase === undefined
        ? []
        : ids.map((watchedPortId) => ({ watchedPortId, to, phase, withinS }));
    cell.commit({ ...state, moving: [...others, ...own] });
  }

  async function carryOutReady(
    ready: ReadyReassignPlan,
    restarts: boolean,
  ): Promise<ReassignOutcome> {
    const { settings } = cell.get();
    const watched = settings.watchedPorts.find(({ id }) => id === ready.watchedPortId);
    if (watched === undefined) {
      return { kind: 'refused', refusal: { kind: 'unknown-watched-port' } };
    }
    const { watchedPorts } = settings;
    const service = listSameService(watchedPorts, watched);
    const ids = service.map(({ id }) => id);
    // One at a time: the plan of a second one describes what the first is changing.
    const isOther = service.some(
      (one) =>
        findTwin(watchedPorts, { ...one, port: ready.to }) !== undefined || underWay.has(one.id),
    );
    if (isOther) return { kind: 'changed' };
    const waiting = { isCancelled: false };
    for (const id of ids) underWay.set(id, waiting);
    try {
      const { outcome, entries, taken } = await applyReassign(host, ready, watched, {
        settings,
        restarts,
        tell: (phase) => showMoving(ids, ready.to, phase),
        isCancelled: () => waiting.isCancelled,
        handOver: async () => {
          for (const id of ids) await holds.handOver(id);
        },
        onWritten: follow,
      });
      const service = outcome.kind === 'reassigned' ? outcome.service.kind : undefined;
      if (restarts && service !== 'running') {
        for (const id of ids) await holds.takeBack(id);
      }
      const { from, to } = ready;
      host.logger.log('info', 'reassign', { from, to, outcome: outcome.kind, service });
      if (taken !== undefined) ports.noteTaken(to, taken);
      if (outcome.kind === 'reassigned') {
        records.record(outcome.entryId, entries);
        records.finish(outcome.entryId);
      } else keeper.record(entries);
      rememberLog(outcome);
      return outcome;
    } finally {
      for (const id of ids) underWay.delete(id);
      showMoving(ids, ready.to, undefined);
    }
  }

  function rememberLog(outcome: ReassignOutcome): void {
    if (outcome.kind !== 'reassigned' || !('logFile' in outcome.service)) return;
    const { logFile } = outcome.service;
    const [oldest] = logFiles.keys();
    if (logFiles.size >= LOGS_MAX && oldest !== undefined) logFiles.delete(oldest);
    if (logFile !== undefined) logFiles.set(outcome.entryId, logFile);
  }

  return {
    recall: remember,
    async recover() {
      const recovered = await host.configFiles.recover();
      if (recovered.kind === 'nothing') return;
      host.logger.log('warn', 'move-recovered', { outcome: recovered.kind });
      const id = host.createId();
      if (recovered.kind === 'stuck') {
        keeper.addNotice({ ...recovered, kind: 'move-stuck', id });
      } else {
        keeper.addNotice({ kind: 'move-taken-back', id, files: recovered.files });
      }
    },
    async tellUnfinished(known) {
      for (const entry of await host.configFiles.listUnfinished()) {
        const left = toLeftOver(host, entry, known);
        host.logger.log('warn', 'move-unfinished', { from: entry.from, to: entry.to });
        if (left !== undefined) {
          if (left.isRecorded) changeSettings((settings) => followMove(settings, entry));
          else follow(entry);
          records.record(entry.id, left.entries);
          if (left.notice !== undefined) keeper.addNotice(left.notice);
        }
        records.finish(entry.id);
      }
    },
    refreshOffers,
    plan,
    stopWaiting(watchedPortId) {
      const waiting = underWay.get(watchedPortId);
      if (waiting !== undefined) waiting.isCancelled = true;
    },
    findLogFile: (entryId) => logFiles.get(entryId),
    async carryOut(planned, restarts) {
      if (planned.kind === 'refused') return { kind: 'refused', refusal: planned.refusal };
      const outcome = await carryOutReady(planned, restarts);
      keeper.enqueue(refreshOffers);
      return outcome;
    },
    async undo(entryId) {
      const move = listUndoable(history).find(({ id }) => id === entryId);
      if (move === undefined) return { kind: 'nothing-to-undo' };
      const later = findLaterMove(history, move);
      if (later !== undefined) return toMovedSince(later);
      const rival = findRival(cell.get().settings.watchedPorts, move);
      if (rival !== undefined) return { kind: 'port-watched', port: move.from, name: rival.name };
      const { outcome, entry } = await undoReassign(host, move);
      host.logger.log('info', 'undo-reassign', { outcome: outcome.kind });
      if (entry !== undefined) {
        follow(entry);
        records.finish(entry.id);
      }
      return outcome;
    },
  };
}

function isMoveOf({ watchedPortId, alongside = [] }: ReassignedEntry, id: string): boolean {
  return watchedPortId === id || alongside.includes(id);
}

function isMove(entry: HistoryEntry): boolean {
  return entry.kind === 'reassigned' || entry.kind === 'reassign-undone';
}
