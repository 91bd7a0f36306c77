import { useEffect, useState } from 'react';
import type { HistoryView } from '../../shared/history-view.ts';
import { invoke } from '../bridge.ts';

/** Reading again sooner would only make the window busy. */
const READ_PAUSE_MS = 250;

export type HistoryReading =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly view: HistoryView }
  | { readonly kind: 'failed' };

/** The part of history that is looked at, read again when `version` changes. */
export function useHistory(query: {
  readonly fromMs: number;
  readonly toMs: number;
  readonly port: number | undefined;
  readonly version: unknown;
}): HistoryReading {
  const { fromMs, toMs, port, version } = query;
  const [reading, setReading] = useState<HistoryReading>({ kind: 'reading' });
  const isFirst = reading.kind === 'reading';
  useEffect(() => {
    let isOver = false;
    const read = (): void => {
      const query = { fromMs, toMs, ...(port !== undefined && { port }) };
      invoke('history.read', { query }).then(
        (view) => {
          if (!isOver) setReading({ kind: 'read', view });
        },
        () => {
          if (!isOver) setReading({ kind: 'failed' });
        },
      );
    };
    const timer = setTimeout(read, isFirst ? 0 : READ_PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
    // The first answer is no reason to ask again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [fromMs, toMs, port, version]);
  return reading;
}
