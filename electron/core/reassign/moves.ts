import type {
  HistoryEntry,
  ReassignedEntry,
  ReassignUndoneEntry,
} from '../../../shared/history.ts';
import type {
  ReadyReassignPlan,
  ReassignOutcome,
  ReassignPlan,
  UndoOutcome,
} from '../../../shared/reassign.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { PortMemory } from '../free-ports/port-memory.ts';
import type { Host } from '../host.ts';
import type { Keeper } from '../keeper.ts';
import {
  applyReassign,
  findUndoable,
  planReassign,
  toUndoable,
  undoReassign,
} from './reassign-port.ts';
import { findTwin, moveWatchedPort } from '../settings-changes.ts';
import type { StateCell } from '../state.ts';

/** The services that were moved, can be moved, and can be moved back. */
export interface Moves {
  /** Learns from the history which move can be taken back. */
  recall(history: readonly HistoryEntry[]): void;
  /** Takes back what an earlier run had begun to write, and tells of it. */
  recover(): Promise<void>;
  /** Keeps the moves that the tray and the windows offer in step with the conflicts. */
  refreshOffers(): Promise<void>;
  plan(watchedPortId: string): Promise<ReassignPlan>;
  carryOut(plan: ReassignPlan): Promise<ReassignOutcome>;
  undo(entryId: string): Promise<UndoOutcome>;
}

export interface MovesParts {
  readonly host: Host;
  readonly cell: StateCell;
  readonly keeper: Keeper;
  readonly ports: PortMemory;
  readonly changeSettings: (change: (settings: Settings) => Settings) => void;
}

export function createMoves({ host, cell, keeper, ports, changeSettings }: MovesParts): Moves {
  /** By watched port's id: where its last plan goes, so that an offer does not change by itself. */
  const planned = new Map<string, number>();
  let history: readonly HistoryEntry[] = [];

  function remember(entries: readonly HistoryEntry[]): void {
    history = [...history, ...entries.filter(isMove)];
    const last = findUndoable(history);
    cell.commit({ ...cell.get(), undoable: last === undefined ? undefined : toUndoable(last) });
  }

  function follow(entry: ReassignedEntry | ReassignUndoneEntry): void {
    keeper.record([entry]);
    remember([entry]);
    changeSettings((settings) =>
      moveWatchedPort(settings, entry.watchedPortId, entry.from, entry.to),
    );
  }

  async function plan(watchedPortId: string): Promise<ReassignPlan> {
    const last = history.findLast(
      (entry) => entry.kind === 'reassigned' && entry.watchedPortId === watchedPortId,
    );
    const made = await planReassign(host, cell.get(), watchedPortId, {
      ...ports.recall(),
      ...(last?.kind === 'reassigned' && { lastGiven: last.to }),
      kept: planned.get(watchedPortId),
    });
    if (made.kind === 'ready') planned.set(watchedPortId, made.to);
    else planned.delete(watchedPortId);
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

  /** Another entry that watches the port which the service would go back to. */
  function findRivalOf(entry: ReassignedEntry): WatchedPort | undefined {
    const { watchedPorts } = cell.get().settings;
    const own = watchedPorts.find(({ id }) => id === entry.watchedPortId);
    if (own === undefined) return undefined;
    return findTwin(watchedPorts, { ...own, port: entry.from });
  }

  async function carryOutReady(ready: ReadyReassignPlan): Promise<ReassignOutcome> {
    const watched = cell.get().settings.watchedPorts.find(({ id }) => id === ready.watchedPortId);
    if (watched === undefined) {
      return { kind: 'refused', refusal: { kind: 'unknown-watched-port' } };
    }
    const { watchedPorts } = cell.get().settings;
    if (findTwin(watchedPorts, { ...watched, port: ready.to }) !== undefined) {
      return { kind: 'changed' };
    }
    const { outcome, entry, taken } = await applyReassign(host, ready, watched);
    host.logger.log('info', 'reassign', { from: ready.from, to: ready.to, outcome: outcome.kind });
    if (taken !== undefined) ports.noteTaken(ready.to, taken);
    if (entry !== undefined) follow(entry);
    return outcome;
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
    refreshOffers,
    plan,
    async carryOut(planned) {
      if (planned.kind === 'refused') return { kind: 'refused', refusal: planned.refusal };
      const outcome = await carryOutReady(planned);
      keeper.enqueue(refreshOffers);
      return outcome;
    },
    async undo(entryId) {
      const last = findUndoable(history);
      const rival = last === undefined ? undefined : findRivalOf(last);
      if (last?.id === entryId && rival !== undefined) {
        return { kind: 'port-watched', port: last.from, name: rival.name };
      }
      const { outcome, entry } = await undoReassign(host, last?.id === entryId ? last : undefined);
      host.logger.log('info', 'undo-reassign', { outcome: outcome.kind });
      if (entry !== undefined) follow(entry);
      return outcome;
    },
  };
}

function isMove(entry: HistoryEntry): boolean {
  return entry.kind === 'reassigned' || entry.kind === 'reassign-undone';
}
