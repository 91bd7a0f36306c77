import type { Protocol } from '../../shared/listener.ts';
import type { PortRange } from '../../shared/port.ts';
import type { PassedOver, PassedOverReason } from '../../shared/reassign.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import type { Reading } from './verdict.ts';

/** Ports below this need rights on most systems. */
const PRIVILEGED_BELOW = 1024;
/** A person reads the reasons; beyond this many they say nothing new. */
const CANDIDATES_MAX = 2000;

export type PortChoice =
  | { readonly kind: 'chosen'; readonly port: number; readonly passedOver: readonly PassedOver[] }
  | { readonly kind: 'exhausted'; readonly passedOver: readonly PassedOver[] };

export interface AllocationRequest {
  readonly protocol: Protocol;
  /** The port that the service is leaving. */
  readonly current: number;
  /** Tried in this order. */
  readonly candidates: readonly PortRange[];
  readonly watchedPorts: readonly WatchedPort[];
  /** Ports that a bind test found taken a moment ago, with the reason. */
  readonly foundTaken: ReadonlyMap<number, PassedOverReason>;
  readonly isPrivileged: boolean;
}

/**
 * The first candidate that nothing known speaks against, never one outside the candidates, with
 * the reason for every port passed over. Whether it can really be bound is proven when it is held.
 */
export function choosePort(request: AllocationRequest, reading: Reading): PortChoice {
  const passedOver: PassedOver[] = [];
  for (const port of iteratePorts(request.candidates)) {
    const reason = findObstacle(port, request, reading);
    if (reason === undefined) return { kind: 'chosen', port, passedOver };
    passedOver.push({ port, reason });
  }
  return { kind: 'exhausted', passedOver };
}

function* iteratePorts(ranges: readonly PortRange[]): Generator<number> {
  const seen = new Set<number>();
  for (const { from, to } of ranges) {
    for (let port = from; port <= to && seen.size < CANDIDATES_MAX; port += 1) {
      if (seen.has(port)) continue;
      seen.add(port);
      yield port;
    }
  }
}

function findObstacle(
  port: number,
  request: AllocationRequest,
  reading: Reading,
): PassedOverReason | undefined {
  const { protocol } = request;
  if (port === request.current) return 'current';
  if (port < PRIVILEGED_BELOW && !request.isPrivileged) return 'privileged';
  if (request.watchedPorts.some((other) => other.port === port && other.protocol === protocol)) {
    return 'watched';
  }
  if (reading.listeners.some((other) => other.port === port && other.protocol === protocol)) {
    return 'in-use';
  }
  return request.foundTaken.get(port);
}
