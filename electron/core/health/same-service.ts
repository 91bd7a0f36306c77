import type { WatchedPort } from '../../../shared/watched-port.ts';

/** Whether what probes told of one entry still holds for the other. */
export function isSameService(a: WatchedPort, b: WatchedPort): boolean {
  return (
    a === b ||
    (a.port === b.port &&
      a.address === b.address &&
      JSON.stringify(a.probe) === JSON.stringify(b.probe))
  );
}
