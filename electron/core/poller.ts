import type { Clock, ScanResult } from './host.ts';

/** How soon a suspected conflict is looked at again. */
export const CONFIRM_AFTER_MS = 250;
/** A scan that takes longer is reported as failed; no second one starts meanwhile. */
const SCAN_DEADLINE_MS = 10_000;
/** Scans take at most this part of the time, however slow the machine is. */
const SCAN_SHARE = 1 / 20;
const INTERVAL_MAX_MS = 30_000;
const SCANS_REMEMBERED = 5;
const SCANS_FOR_A_HABIT = 3;

export interface Poller {
  start(): void;
  stop(): void;
  /** Resolves after a scan that began after this call was taken into the state. */
  pollNow(): Promise<void>;
}

export interface PollerParts {
  readonly clock: Clock;
  readonly scan: () => Promise<ScanResult>;
  /** Takes the scan; says whether another should follow soon. */
  readonly onScan: (scan: ScanResult) => { readonly needsConfirmation: boolean };
  readonly intervalMs: () => number;
  /** Hears of an exception, which is a bug; watching goes on all the same. */
  readonly onBug: (error: unknown) => void;
}

/** Decides when to scan: one at a time, slower where scanning is slow, at once when asked. */
export function createPoller(parts: PollerParts): Poller {
  const { clock, scan, onScan, intervalMs, onBug } = parts;
  let isRunning = false;
  const lastScansMs: number[] = [];
  let cancelTimer: (() => void) | undefined;
  let inFlight: Promise<void> | undefined;
  let queued: Promise<void> | undefined;

  async function scanWithDeadline(): Promise<ScanResult> {
    let cancelDeadline = (): void => undefined;
    const deadline = new Promise<ScanResult>((resolve) => {
      cancelDeadline = clock.schedule(SCAN_DEADLINE_MS, () => {
        resolve({ kind: 'failed', reason: 'timed-out', detail: `over ${SCAN_DEADLINE_MS} ms` });
      });
    });
    const pending = scan();
    const result = await Promise.race([pending, deadline]);
    cancelDeadline();
    if (result.kind === 'failed' && result.reason === 'timed-out') {
      onScan(result);
      // The hung scan stays the one in flight: a second would only pile up behind it.
      return pending;
    }
    return result;
  }

  async function runScan(): Promise<void> {
    cancelTimer?.();
    const startedMs = clock.monotonicMs();
    let needsConfirmation = false;
    try {
      const result = await scanWithDeadline();
      const tookMs = clock.monotonicMs() - startedMs;
      lastScansMs.push(tookMs);
      if (lastScansMs.length > SCANS_REMEMBERED) lastScansMs.shift();
      ({ needsConfirmation } = onScan(result));
    } catch (error) {
      onBug(error);
    }
    if (isRunning) scheduleNext(needsConfirmation);
  }

  function scheduleNext(needsConfirmation: boolean): void {
    const calm = Math.min(
      Math.max(intervalMs(), toUsualMs(lastScansMs) / SCAN_SHARE),
      INTERVAL_MAX_MS,
    );
    const delayMs = needsConfirmation ? Math.min(CONFIRM_AFTER_MS, calm) : calm;
    cancelTimer?.();
    cancelTimer = clock.schedule(delayMs, () => {
      void beginScan();
    });
  }

  function beginScan(): Promise<void> {
    inFlight ??= runScan().finally(() => {
      inFlight = undefined;
    });
    return inFlight;
  }

  return {
    start() {
      if (isRunning) return;
      isRunning = true;
      void beginScan();
    },
    stop() {
      isRunning = false;
      cancelTimer?.();
    },
    pollNow() {
      if (inFlight === undefined) return beginScan();
      // A scan that is under way may have read the tables before what the caller did.
      queued ??= inFlight.then(() => {
        queued = undefined;
        return beginScan();
      });
      return queued;
    },
  };
}

/**
 * What a scan usually takes, in milliseconds: the median, so that neither the first scan, which
 * looks everywhere, nor one that had to wait for a busy machine slows the watch down.
 */
function toUsualMs(scansMs: readonly number[]): number {
  if (scansMs.length < SCANS_FOR_A_HABIT) return 0;
  return scansMs.toSorted((a, b) => a - b)[Math.floor(scansMs.length / 2)] ?? 0;
}
