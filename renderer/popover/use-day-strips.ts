import { useEffect, useMemo, useRef, useState } from 'react';
import type { DayStrips, HeldStretch, Stretch } from '../../shared/day-strip.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { invoke } from '../bridge.ts';

/** A day moves on by a third of a percent meanwhile, less than can be seen. */
const READ_AGAIN_MS = 5 * 60_000;
/** What changed is in the history a moment later; and changes seldom come alone. */
const AFTER_CHANGE_MS = 1000;

/** The last day of one watched port, with what all of them have in common. */
export interface DayStrip {
  readonly fromMs: number;
  readonly toMs: number;
  readonly unknown: readonly Stretch[];
  readonly held: readonly HeldStretch[];
}

const NOTHING_HELD: readonly HeldStretch[] = [];

/**
 * The last 24 hours of the watched ports by their ids, read when the window is seen and when
 * something has changed with them; undefined until they are known, and where no history is kept.
 */
export function useDayStrips(
  snapshot: Snapshot,
): ((watchedPortId: string) => DayStrip) | undefined {
  const { watched, settings } = snapshot;
  const [day, setDay] = useState<DayStrips>();
  const isWanted = settings.recordOccupancies && watched.length > 0;
  const situation = watched
    .map(({ watchedPort, verdict }) => `${watchedPort.id} ${watchedPort.port} ${verdict.kind}`)
    .join();
  const answeredFor = useRef<string>(undefined);
  useEffect(() => {
    if (!isWanted) return undefined;
    let isOver = false;
    const read = (): void => {
      if (document.hidden) return;
      invoke('history.read-day', {}).then(
        (answer) => {
          if (isOver) return;
          answeredFor.current = situation;
          setDay(answer);
        },
        // Without it the rows are as they were: the strip only adds to what they say.
        () => undefined,
      );
    };
    const isChange = answeredFor.current !== undefined && answeredFor.current !== situation;
    const first = setTimeout(read, isChange ? AFTER_CHANGE_MS : 0);
    const timer = setInterval(read, READ_AGAIN_MS);
    document.addEventListener('visibilitychange', read);
    return () => {
      isOver = true;
      clearTimeout(first);
      clearInterval(timer);
      document.removeEventListener('visibilitychange', read);
    };
  }, [isWanted, situation]);
  return useMemo(
    () => (day === undefined || !isWanted ? undefined : toStripsById(day)),
    [day, isWanted],
  );
}

function toStripsById(day: DayStrips): (watchedPortId: string) => DayStrip {
  const { fromMs, toMs, unknown } = day;
  const nothing: DayStrip = { fromMs, toMs, unknown, held: NOTHING_HELD };
  const strips = new Map(
    day.strips.map(({ watchedPortId, held }) => [watchedPortId, { ...nothing, held }]),
  );
  return (watchedPortId) => strips.get(watchedPortId) ?? nothing;
}
