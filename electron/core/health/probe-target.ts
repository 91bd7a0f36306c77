import type { Listener } from '../../../shared/listener.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { AppState } from '../state.ts';

/** Where a probe connects to: always an address of this machine. */
export interface ProbeTarget {
  readonly address: string;
  readonly port: number;
}

/** Where a service that listens there is reached from this machine. */
function toReachable({ address, family, scope, isV6Only }: Listener): string {
  if (scope === 'interface') return address;
  if (scope === 'loopback') return address.replace(/^::ffff:/i, '');
  // Some machines have IPv6 and yet no loopback of it.
  return family === 4 || isV6Only === false ? '127.0.0.1' : '::1';
}

/** An interface's address is taken where there is no loopback, and IPv4 before IPv6. */
export function chooseTarget(listeners: readonly Listener[]): ProbeTarget | undefined {
  const [best] = listeners.toSorted(
    (a, b) =>
      Number(a.scope === 'interface') - Number(b.scope === 'interface') || a.family - b.family,
  );
  return best === undefined ? undefined : { address: toReachable(best), port: best.port };
}

/**
 * Where this watched port may be probed now: only while its expected owner has it, as a good scan
 * has just told, so that no squatter is asked and no port that we hold ourselves.
 */
export function findProbeTarget(
  state: AppState,
  watchedPort: WatchedPort,
): ProbeTarget | undefined {
  const { id, probe } = watchedPort;
  if (probe === undefined || state.settings.isPaused || state.failure !== undefined) {
    return undefined;
  }
  if (state.moving.some(({ watchedPortId }) => watchedPortId === id)) return undefined;
  const judged = state.judged.get(id);
  // The verdict on an entry that was edited since is not about this one.
  if (judged?.watchedPort !== watchedPort || judged.verdict.kind !== 'expected') return undefined;
  const { listenerKeys } = judged.verdict;
  return chooseTarget(
    state.reading?.listeners.filter(({ key }) => listenerKeys.includes(key)) ?? [],
  );
}
