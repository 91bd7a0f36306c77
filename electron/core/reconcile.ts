import type { HistoryEntry } from '../../shared/history.ts';
import type { Listener } from '../../shared/listener.ts';
import type { Verdict } from '../../shared/snapshot.ts';
import { isSameWatch, type WatchedPort } from '../../shared/watched-port.ts';
import type { ScanResult } from './host.ts';
import { notScanned, toMutedUntil, toOwners, type AppState, type JudgedPort } from './state.ts';
import { decideVerdict, type Reading } from './verdict.ts';

/** The same squatter on the same port is told about at most this often. */
const ALERT_PAUSE_MS = 10 * 60_000;

/** A conflict that the person should hear about now. */
export interface ConflictAlert {
  readonly watchedPortId: string;
}

export interface Transition {
  readonly state: AppState;
  readonly entries: readonly HistoryEntry[];
  readonly alerts: readonly ConflictAlert[];
  /** A conflict was seen for the first time: scan again soon to confirm it. */
  readonly needsConfirmation: boolean;
}

export interface ReconcileMoment {
  /** Wall clock, in milliseconds; for records. */
  readonly nowMs: number;
  /** Monotonic milliseconds; for pauses. */
  readonly monotonicMs: number;
  readonly createId: () => string;
}

/**
 * Takes one scan into the state. The state comes back as the very same object when the scan
 * changed nothing, so that nothing is sent, drawn or written then.
 */
export function reconcile(state: AppState, scan: ScanResult, moment: ReconcileMoment): Transition {
  return scan.kind === 'failed'
    ? reconcileFailure(state, scan.reason, moment)
    : reconcileReading(state, scan, moment);
}

function reconcileFailure(
  state: AppState,
  reason: Extract<ScanResult, { kind: 'failed' }>['reason'],
  moment: ReconcileMoment,
): Transition {
  const verdict: Verdict = { kind: 'undetermined', reason: 'scan-failed', listenerKeys: [] };
  const judged = new Map<string, JudgedPort>();
  for (const watchedPort of state.settings.watchedPorts) {
    const before = toStillValid(state.judged.get(watchedPort.id), watchedPort);
    judged.set(watchedPort.id, { ...before, watchedPort, verdict, isSuspected: false });
  }
  const isSame = state.failure?.reason === reason && isSameJudgement(state.judged, judged);
  return {
    state: isSame
      ? state
      : {
          ...state,
          judged,
          failure: { reason, sinceMs: state.failure?.sinceMs ?? moment.nowMs },
        },
    entries: [],
    alerts: [],
    needsConfirmation: false,
  };
}

function reconcileReading(state: AppState, scan: Reading, moment: ReconcileMoment): Transition {
  const reading: Reading =
    state.reading !== undefined && isSameReading(state.reading, scan)
      ? state.reading
      : { listeners: scan.listeners, missing: scan.missing };

  const entries: HistoryEntry[] = [];
  const alerts: ConflictAlert[] = [];
  const judged = new Map<string, JudgedPort>();
  const createEntryBase = (watchedPort: WatchedPort) => ({
    id: moment.createId(),
    at: new Date(moment.nowMs).toISOString(),
    watchedPortId: watchedPort.id,
    name: watchedPort.name,
    protocol: watchedPort.protocol,
    port: watchedPort.port,
  });

  for (const watchedPort of state.settings.watchedPorts) {
    const before = toStillValid(state.judged.get(watchedPort.id), watchedPort);
    const next = judge(watchedPort, before, reading);
    const squatter = toOwners(toEvidence(reading, next.verdict))[0];
    if (next.isInConflict && !before.isInConflict && squatter !== undefined) {
      entries.push({
        ...createEntryBase(watchedPort),
        kind: 'conflict-began',
        squatter: squatter.name,
        pid: squatter.identity.pid,
      });
      const toldOf = squatter.executable ?? squatter.name;
      if (isAlertDue(state, before, watchedPort.id, toldOf, moment)) {
        alerts.push({ watchedPortId: watchedPort.id });
        judged.set(watchedPort.id, {
          ...next,
          lastAlert: { squatter: toldOf, atMs: moment.monotonicMs },
        });
        continue;
      }
    }
    judged.set(watchedPort.id, next);
  }

  for (const [id, before] of state.judged) {
    if (before.isInConflict && !(judged.get(id)?.isInConflict ?? false)) {
      entries.push({ ...createEntryBase(before.watchedPort), kind: 'conflict-ended' });
    }
  }

  const isSame =
    reading === state.reading &&
    state.failure === undefined &&
    isSameJudgement(state.judged, judged);
  return {
    state: isSame ? state : { ...state, reading, failure: undefined, judged },
    entries,
    alerts,
    needsConfirmation: [...judged.values()].some((port) => port.isSuspected),
  };
}

function judge(watchedPort: WatchedPort, before: JudgedPort, reading: Reading): JudgedPort {
  const verdict = decideVerdict(watchedPort, reading);
  switch (verdict.kind) {
    case 'conflict': {
      const isConfirmed = before.isInConflict || before.isSuspected;
      return {
        ...before,
        watchedPort,
        verdict: isConfirmed ? verdict : before.verdict,
        isSuspected: !isConfirmed,
        isInConflict: isConfirmed,
      };
    }
    case 'undetermined':
      // Not knowing does not end a conflict; only a reading that shows its end does.
      return { ...before, watchedPort, verdict, isSuspected: false };
    case 'free':
    case 'expected':
      return { ...before, watchedPort, verdict, isSuspected: false, isInConflict: false };
  }
}

function toStillValid(before: JudgedPort | undefined, watchedPort: WatchedPort): JudgedPort {
  if (before !== undefined && isSameWatch(before.watchedPort, watchedPort)) return before;
  return {
    watchedPort,
    verdict: notScanned,
    isSuspected: false,
    isInConflict: false,
    lastAlert: undefined,
  };
}

function isAlertDue(
  state: AppState,
  before: JudgedPort,
  watchedPortId: string,
  squatter: string,
  moment: ReconcileMoment,
): boolean {
  if (!state.settings.notifyConflicts) return false;
  if (toMutedUntil(state.settings, watchedPortId, moment.nowMs) !== undefined) return false;
  const last = before.lastAlert;
  return (
    last === undefined ||
    last.squatter !== squatter ||
    moment.monotonicMs - last.atMs >= ALERT_PAUSE_MS
  );
}

function toEvidence(reading: Reading, verdict: Verdict): readonly Listener[] {
  if (verdict.kind === 'free') return [];
  return reading.listeners.filter((listener) => verdict.listenerKeys.includes(listener.key));
}

function isSameReading(a: Reading, b: Reading): boolean {
  return (
    isSameList(a.missing, b.missing, Object.is) &&
    isSameList(a.listeners, b.listeners, isSameListener)
  );
}

function isSameListener(a: Listener, b: Listener): boolean {
  return (
    a === b ||
    (a.key === b.key &&
      a.ownerVisibility === b.ownerVisibility &&
      isSameList(a.sockets, b.sockets, Object.is) &&
      isSameList(
        a.owners,
        b.owners,
        (one, other) =>
          one === other ||
          (one.identity.pid === other.identity.pid &&
            one.identity.startToken === other.identity.startToken &&
            one.command === other.command &&
            one.cwd === other.cwd &&
            one.executable === other.executable),
      ))
  );
}

function isSameJudgement(
  a: ReadonlyMap<string, JudgedPort>,
  b: ReadonlyMap<string, JudgedPort>,
): boolean {
  return isSameList([...a], [...b], ([idA, one], [idB, other]) => {
    return (
      idA === idB &&
      one.watchedPort === other.watchedPort &&
      one.isSuspected === other.isSuspected &&
      one.isInConflict === other.isInConflict &&
      isSameVerdict(one.verdict, other.verdict)
    );
  });
}

function isSameVerdict(a: Verdict, b: Verdict): boolean {
  if (a.kind === 'free' || b.kind === 'free') return a.kind === b.kind;
  const reasonOf = (verdict: Verdict) =>
    verdict.kind === 'undetermined' ? verdict.reason : undefined;
  return (
    a.kind === b.kind &&
    reasonOf(a) === reasonOf(b) &&
    isSameList(a.listenerKeys, b.listenerKeys, Object.is)
  );
}

function isSameList<Item>(
  a: readonly Item[],
  b: readonly Item[],
  isSame: (a: Item, b: Item) => boolean,
): boolean {
  return a.length === b.length && a.every((item, index) => isSame(item, b[index] as Item));
}
