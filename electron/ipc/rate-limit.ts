/** Says whether one more request may pass now; a flood is cut to `perSecond` on average. */
export type RateLimit = (nowMs: number) => boolean;

/** A token bucket: bursts up to `perSecond`, refilled steadily. Times are monotonic. */
export function createRateLimit(perSecond: number): RateLimit {
  let tokens = perSecond;
  let lastMs = 0;
  return (nowMs) => {
    tokens = Math.min(perSecond, tokens + ((nowMs - lastMs) / 1000) * perSecond);
    lastMs = nowMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
