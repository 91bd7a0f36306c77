import type { HistoryEntry } from '../../../shared/history.ts';
import type { PassedOverReason } from '../../../shared/reassign.ts';
import type { Clock, PastConflict } from '../host.ts';
import { findContested, isRecent } from './contested.ts';

/** How long a port that a bind test found taken is passed over. */
const FOUND_TAKEN_MS = 30_000;

/** What was learned of ports so far, for the next choice. */
export interface PortMemory {
  /** Learns from history which ports are often in conflict. */
  learn(entries: readonly HistoryEntry[]): void;
  noteTaken(port: number, reason: PassedOverReason): void;
  /** The ports that are promised to clients from now on. */
  noteLeased(ports: ReadonlySet<number>): void;
  recall(): {
    readonly leased: ReadonlySet<number>;
    readonly recentlyTaken: ReadonlyMap<number, PassedOverReason>;
    readonly contested: ReadonlySet<number>;
  };
}

export function createPortMemory(clock: Clock): PortMemory {
  const taken = new Map<number, { readonly reason: PassedOverReason; readonly atMs: number }>();
  let conflicts: readonly PastConflict[] = [];
  let contested: ReadonlySet<number> = new Set();
  let leased: ReadonlySet<number> = new Set();

  return {
    learn(entries) {
      const began = entries.filter((entry) => entry.kind === 'conflict-began');
      if (began.length === 0) return;
      const nowMs = clock.wallMs();
      conflicts = [
        ...conflicts,
        ...began.map(({ port, at }) => ({ port, atMs: Date.parse(at) })),
      ].filter((conflict) => isRecent(conflict, nowMs));
      contested = findContested(conflicts, nowMs);
    },
    noteTaken(port, reason) {
      taken.set(port, { reason, atMs: clock.monotonicMs() });
    },
    noteLeased(next) {
      leased = next;
    },
    recall() {
      const nowMs = clock.monotonicMs();
      for (const [port, { atMs }] of taken) {
        if (nowMs - atMs > FOUND_TAKEN_MS) taken.delete(port);
      }
      const recentlyTaken = new Map([...taken].map(([port, { reason }]) => [port, reason]));
      return { leased, recentlyTaken, contested };
    },
  };
}
