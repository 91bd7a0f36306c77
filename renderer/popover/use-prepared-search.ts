import { useEffect } from 'react';
import type { ListenerRow } from '../lists/listener-rows.ts';
import { prepareSearch } from '../lists/search.ts';

/** What a search reads of a row is read while nothing else is to be done, so that no key waits. */
export function usePreparedSearch(rows: readonly ListenerRow[]): void {
  useEffect(() => {
    let done = 0;
    const goOn = (deadline: IdleDeadline): void => {
      done = prepareSearch(rows, done, () => deadline.timeRemaining() > 1);
      if (done < rows.length) handle = requestIdleCallback(goOn);
    };
    let handle = requestIdleCallback(goOn);
    return () => cancelIdleCallback(handle);
  }, [rows]);
}
