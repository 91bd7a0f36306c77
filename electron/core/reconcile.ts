import type { HistoryEntry } from '../../shared/history.ts';
import type { Listener } from '../../shared/listener.ts';
import { isMuteOver } from '../../shared/mute.ts';
import type { Mute } from '../../shared/settings.ts';
import { hasSquatter } from '../../shared/squatter.ts';
import type { Verdict } from '../../shared/verdict.ts';
import { isSameWatch, type WatchedPort } from '../../shared/watched-port.ts';
import type { ScanResult } from './host.ts';
import { nameContainers } from './container-names.ts';
import { isSameJudgement, isSameReading } from './same.ts';
import {
  notScanned,
  toMutedUntil,
  toOwners,
  type AppState,
  type JudgedPort,
  type JudgementBasis,
} from './state.ts';
import { decideVerdict, type Reading } from './verdicts/verdict.ts';

/** The same cause on the same port is told about at most this often. */
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
  /** The app, which holds ports for their services; absent where none runs that does. */
  readonly keeperPid?: number | undefined;
}

/**
 * Takes one scan into the state. The state comes back as the very same object when the scan
 * changed nothing, so that nothing is sent, drawn or written then.
 */
export function reconcile(state: AppState, scan: ScanResult, moment: ReconcileMoment): Transition {
  const { current, unmuted } = dropOldMutes(state, moment.nowMs);
  return scan.kind === 'failed'
    ? reconcileFailure(current, scan.reason, moment)
    : reconcileReading(current, scan, moment, unmuted);
}

/** A mute that has run out changes what is told, even while nothing else changes. */
function dropOldMutes(
  state: AppState,
  nowMs: number,
): { readonly current: AppState; readonly unmuted: ReadonlySet<string> } {
  const isOver = (mute: Mute): boolean => isMuteOver(mute, nowMs);
  const { mutes } = state.settings;
  if (!mutes.some(isOver)) return { current: state, unmuted: new Set() };
  return {
    current: {
      ...state,
      basis: undefined,
      settings: { ...state.settings, mutes: mutes.filter((mute) => !isOver(mute)) },
    },
    unmuted: new Set(mutes.filter(isOver).map(({ watchedPortId }) => watchedPortId)),
  };
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

function reconcileReading(
  state: AppState,
  scan: Reading,
  moment: ReconcileMoment,
  unmuted: ReadonlySet<string>,
): Transition {
  const latest: Reading = {
    listeners: nameContainers(scan.listeners, state.containers),
    missing: scan.missing,
  };
  const reading: Reading =
    state.reading !== undefined && isSameReading(state.reading, latest) ? state.reading : latest;

  const basis = {
    reading,
    watchedPorts: state.settings.watchedPorts,
    surroundings: state.surroundings,
  };
  if (isSettled(state, basis)) {
    return { state, entries: [], alerts: [], needsConfirmation: false };
  }
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
    const next = judge(watchedPort, before, state, { reading, keeperPid: moment.keeperPid });
    const conflict =
      next.isInConflict && next.verdict.kind === 'conflict' ? next.verdict : undefined;
    if (conflict === undefined) {
      judged.set(watchedPort.id, next);
      continue;
    }
    const evidence = hasSquatter(conflict) ? toEvidence(reading, conflict) : [];
    const [squatter] = toOwners(evidence);
    const container = evidence.find((listener) => listener.container !== undefined)?.container;
    // An engine may name the container later than a scan sees what forwards for it; that is no news.
    const cause = squatter?.executable ?? squatter?.name ?? container?.name ?? conflict.conflict;
    const name = container?.name ?? squatter?.name;
    // Another squatter in the place of the first is news too.
    const isNews = !before.isInConflict || (before.cause !== undefined && before.cause !== cause);
    if (isNews) {
      entries.push({
        ...createEntryBase(watchedPort),
        kind: 'conflict-began',
        conflict: conflict.conflict,
        ...(name !== undefined && { squatter: name }),
        ...(squatter !== undefined && { pid: squatter.identity.pid }),
      });
    }
    const isUnmuted = unmuted.has(watchedPort.id);
    const isTold =
      (isNews && isAlertDue(state, before, watchedPort.id, cause, moment)) ||
      (isUnmuted && state.settings.notifyConflicts);
    if (isTold) alerts.push({ watchedPortId: watchedPort.id });
    const lastAlert = isTold ? { cause, atMs: moment.monotonicMs } : next.lastAlert;
    judged.set(watchedPort.id, { ...next, cause, lastAlert });
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
    state: isSame ? { ...state, basis } : { ...state, basis, reading, failure: undefined, judged },
    entries,
    alerts,
    needsConfirmation: [...judged.values()].some((port) => port.isSuspected),
  };
}

/** Whether this very basis was judged before, with nothing left to confirm. */
function isSettled(state: AppState, basis: JudgementBasis): boolean {
  return (
    state.failure === undefined &&
    state.basis?.reading === basis.reading &&
    state.basis.watchedPorts === basis.watchedPorts &&
    state.basis.surroundings === basis.surroundings &&
    ![...state.judged.values()].some((port) => port.isSuspected)
  );
}

function judge(
  watchedPort: WatchedPort,
  before: JudgedPort,
  state: AppState,
  { reading, keeperPid }: { readonly reading: Reading; readonly keeperPid: number | undefined },
): JudgedPort {
  const verdict = decideVerdict(watchedPort, {
    reading,
    surroundings: state.surroundings,
    watchedPorts: state.settings.watchedPorts,
    wasHeld: before.wasHeld,
    keeperPid,
  });
  if (verdict.kind === 'conflict') {
    const isConfirmed = before.isInConflict || before.isSuspected;
    return {
      ...before,
      watchedPort,
      verdict: isConfirmed ? verdict : before.verdict,
      isSuspected: !isConfirmed,
      isInConflict: isConfirmed,
    };
  }
  const judged = { ...before, watchedPort, verdict, isSuspected: false };
  // Not knowing does not end a conflict; only a reading that shows its end does.
  if (verdict.kind === 'undetermined') return judged;
  return {
    ...judged,
    isInConflict: false,
    cause: undefined,
    wasHeld: before.wasHeld || verdict.kind === 'expected',
  };
}

function toStillValid(before: JudgedPort | undefined, watchedPort: WatchedPort): JudgedPort {
  if (before !== undefined && isSameWatch(before.watchedPort, watchedPort)) return before;
  return {
    watchedPort,
    verdict: notScanned,
    isSuspected: false,
    isInConflict: false,
    cause: undefined,
    wasHeld: false,
    lastAlert: undefined,
  };
}

function isAlertDue(
  state: AppState,
  before: JudgedPort,
  watchedPortId: string,
  cause: string,
  moment: ReconcileMoment,
): boolean {
  if (!state.settings.notifyConflicts) return false;
  if (toMutedUntil(state.settings, watchedPortId, moment.nowMs) !== undefined) return false;
  const last = before.lastAlert;
  return (
    last === undefined || last.cause !== cause || moment.monotonicMs - last.atMs >= ALERT_PAUSE_MS
  );
}

function toEvidence(reading: Reading, verdict: Verdict): readonly Listener[] {
  if (verdict.kind === 'free') return [];
  return reading.listeners.filter((listener) => verdict.listenerKeys.includes(listener.key));
}
