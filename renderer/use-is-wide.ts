import { useSyncExternalStore } from 'react';

const wide = matchMedia('(min-width: 760px)');

/** Whether there is room for a list and what it tells of beside each other. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    (handler) => {
      wide.addEventListener('change', handler);
      return () => wide.removeEventListener('change', handler);
    },
    () => wide.matches,
  );
}
