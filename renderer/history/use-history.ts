import { useEffect, useRef, useState } from 'react';
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
  const hasAnswer = useRef(false);
  useEffect(() => {
    let isOver = false;
    const read = (): void => {
      const query = { fromMs, toMs, ...(port !== undefined && { port }) };
      invoke('history.read', { query }).then(
        (view) => {
          if (isOver) return;
          hasAnswer.current = true;
          setReading({ kind: 'read', view });
        },
        () => {
          if (!isOver) setReading({ kind: 'failed' });
        },
      );
    };
    const timer = setTimeout(read, hasAnswer.current ? READ_PAUSE_MS : 0);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- another version has another answer
  }, [fromMs, toMs, port, version]);
  return reading;
}
