import { useEffect, useState } from 'react';

/** However busy the page is, nobody waits longer for what comes after the first paint. */
const IDLE_TIMEOUT_MS = 500;

/**
 * Loads a part of the window once the first picture of it is drawn. `load` is the same function
 * each time; undefined until the part is there.
 */
export function useAfterPaint<Part extends object>(load: () => Promise<Part>): Part | undefined {
  const [part, setPart] = useState<Part>();
  useEffect(() => {
    const handle = requestIdleCallback(
      () => {
        // A part that cannot be loaded is missing from a broken build; the boundary says so.
        load().then(setPart, (error: unknown) => {
          setPart(() => {
            throw error;
          });
        });
      },
      { timeout: IDLE_TIMEOUT_MS },
    );
    return () => cancelIdleCallback(handle);
  }, [load]);
  return part;
}
