import type { Listener } from '../../../shared/listener.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';

/** How far above its own port a service that counts upward is still taken for the same service. */
const DRIFT_MAX = 20;

export interface DriftFacts {
  readonly listeners: readonly Listener[];
  readonly watchedPorts: readonly WatchedPort[];
  /** Whether this listener is what the entry asks for. */
  readonly isService: (listener: Listener, watched: WatchedPort) => boolean;
  /** Whether the entry's service has its own port. */
  readonly isAtHome: (watched: WatchedPort) => boolean;
}

/**
 * Where the service of a watched port listens instead of its own port: one of the ports it may
 * move to, or one a little higher, as servers do that count upward when their port is taken. What
 * several entries could ask for is the service of the nearest one alone: one server that came up
 * once is missing from one port, not from all of its folder's.
 */
export function findDrift(watched: WatchedPort, facts: DriftFacts): Listener | undefined {
  const mayBe = (listener: Listener, one: WatchedPort): boolean =>
    listener.protocol === one.protocol &&
    isNear(listener.port, one) &&
    facts.isService(listener, one);
  return facts.listeners.find((listener) => {
    if (!mayBe(listener, watched) || isWatched(listener, facts.watchedPorts)) return false;
    const distance = toDistance(listener.port, watched);
    return !facts.watchedPorts.some(
      (other) =>
        toDistance(listener.port, other) < distance &&
        mayBe(listener, other) &&
        !facts.isAtHome(other),
    );
  });
}

function isNear(port: number, watched: WatchedPort): boolean {
  return (
    (port > watched.port && port <= watched.port + DRIFT_MAX) ||
    watched.fallbackPorts.some(({ from, to }) => from <= port && port <= to)
  );
}

function isWatched({ port, protocol }: Listener, watchedPorts: readonly WatchedPort[]): boolean {
  return watchedPorts.some((one) => one.port === port && one.protocol === protocol);
}

/** Services count upward, so every port below is nearer than any above. */
function toDistance(port: number, watched: WatchedPort): number {
  const above = port - watched.port;
  return above > 0 ? above : 65_536 - above;
}
