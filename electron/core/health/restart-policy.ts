/** After so many tries a person must look. */
export const RESTARTS_MAX = 4;
/** Before the second try; each further pause is twice as long. */
const FIRST_PAUSE_MS = 30_000;
/** Who was well for so long before it went down again is given all tries anew. */
const WELL_FOR_MS = 10 * 60_000;

/** The tries of one service so far; monotonic milliseconds. */
export interface RestartRecord {
  readonly tries: number;
  /** When the last try was over. */
  readonly lastMs: number;
  /** Since when it has been well; undefined while it is down. */
  readonly wellSinceMs: number | undefined;
}

/** Whether a service that is down is started again now. */
export function decideRestart(
  record: RestartRecord | undefined,
  nowMs: number,
): 'now' | 'later' | 'never' {
  if (record === undefined) return 'now';
  if (record.tries >= RESTARTS_MAX) return 'never';
  const pauseMs = FIRST_PAUSE_MS * 2 ** (record.tries - 1);
  return nowMs - record.lastMs >= pauseMs ? 'now' : 'later';
}

/** What counts against a service that goes down now; nothing where it was well for long. */
export function toStillCounting(
  record: RestartRecord | undefined,
  nowMs: number,
): RestartRecord | undefined {
  if (record?.wellSinceMs === undefined) return record;
  return nowMs - record.wellSinceMs >= WELL_FOR_MS
    ? undefined
    : { ...record, wellSinceMs: undefined };
}
