/** A page that crashes again within this time would crash for ever. */
const APART_MS = 60_000;

/**
 * Decides whether a window that went down with its page is opened again by itself: once, and not
 * again before it has lived for a while. A person's click opens it at any time.
 */
export function createComebacks(monotonicMs: () => number): (window: string) => boolean {
  const crashedAtMs = new Map<string, number>();
  return (window) => {
    const lastMs = crashedAtMs.get(window);
    const nowMs = monotonicMs();
    crashedAtMs.set(window, nowMs);
    return lastMs === undefined || nowMs - lastMs >= APART_MS;
  };
}
