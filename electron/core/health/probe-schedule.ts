import type { Clock } from '../host.ts';

/** More at once would be a load of our own making. */
export const PROBES_AT_ONCE = 4;
/** The first probes of many services follow each other at about this distance. */
const STAGGER_MS = 250;
/** How much a pause differs from the one before, so that probes do not fall into step. */
const JITTER = 0.2;

/** When services are probed: each at its own pace, a few at once, never all together. */
export interface ProbeSchedule {
  /** Runs the probe of this id again and again, for the first time after a short while. */
  keep(id: string, intervalMs: number, probe: () => Promise<void>): void;
  drop(id: string): void;
  /** No probe begins from now on, until `resume` spreads them anew. */
  pause(): void;
  resume(): void;
}

export interface ProbeScheduleParts {
  readonly clock: Pick<Clock, 'schedule'>;
  /** A whole number from 0 up to, and without, `limit`. */
  readonly randomBelow: (limit: number) => number;
  /** Hears of an exception, which is a bug; probing goes on all the same. */
  readonly onBug: (error: unknown) => void;
}

interface Kept {
  readonly intervalMs: number;
  readonly probe: () => Promise<void>;
  cancelTimer: () => void;
  /** Under way, or waiting until another is through. */
  isDue: boolean;
}

export function createProbeSchedule(parts: ProbeScheduleParts): ProbeSchedule {
  const { clock, randomBelow, onBug } = parts;
  const kept = new Map<string, Kept>();
  const waiting: Kept[] = [];
  let running = 0;
  let isPaused = false;

  const isKept = (one: Kept): boolean => [...kept.values()].includes(one);

  function plan(one: Kept, delayMs: number): void {
    one.cancelTimer();
    one.cancelTimer = clock.schedule(delayMs, () => {
      one.isDue = true;
      waiting.push(one);
      startNext();
    });
  }

  /** The more services there are, the further apart their first probes lie. */
  function planFirst(one: Kept): void {
    const spreadMs = Math.min(one.intervalMs, STAGGER_MS * kept.size);
    plan(one, randomBelow(Math.max(1, Math.round(spreadMs))));
  }

  function planNext(one: Kept): void {
    const range = Math.round(one.intervalMs * JITTER);
    plan(one, one.intervalMs - Math.round(range / 2) + randomBelow(range + 1));
  }

  function startNext(): void {
    while (running < PROBES_AT_ONCE) {
      const one = waiting.shift();
      if (one === undefined) return;
      running += 1;
      void run(one);
    }
  }

  async function run(one: Kept): Promise<void> {
    try {
      await one.probe();
    } catch (error) {
      onBug(error);
    }
    running -= 1;
    one.isDue = false;
    if (isKept(one) && !isPaused) planNext(one);
    startNext();
  }

  function forgetTurn(one: Kept): void {
    one.cancelTimer();
    const place = waiting.indexOf(one);
    if (place < 0) return;
    waiting.splice(place, 1);
    one.isDue = false;
  }

  return {
    keep(id, intervalMs, probe) {
      const one: Kept = { intervalMs, probe, cancelTimer: () => undefined, isDue: false };
      kept.set(id, one);
      if (!isPaused) planFirst(one);
    },
    drop(id) {
      const one = kept.get(id);
      if (one === undefined) return;
      kept.delete(id);
      forgetTurn(one);
    },
    pause() {
      isPaused = true;
      for (const one of kept.values()) forgetTurn(one);
    },
    resume() {
      if (!isPaused) return;
      isPaused = false;
      for (const one of kept.values()) if (!one.isDue) planFirst(one);
    },
  };
}
