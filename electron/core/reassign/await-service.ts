import type { Listener } from '../../../shared/listener.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { Host } from '../host.ts';
import { isOnWatchedAddress, type RealPaths } from '../verdicts/verdict.ts';
import { isOwnListener, toHolderName, withContainer } from './own-listeners.ts';

const FIRST_PAUSE_MS = 100;
const PAUSE_MAX_MS = 500;

export type AwaitedService =
  | { readonly kind: 'running'; readonly afterMs: number }
  /** `takenBy` listens there, and is not the service. */
  | { readonly kind: 'not-up'; readonly takenBy?: string }
  | { readonly kind: 'not-awaited' };

/**
 * Looks at the watched ports of a service until their expected owner listens on each of them, as a
 * scan proves it; no longer than `withinMs`, and no longer than anybody wants to wait.
 */
export async function awaitService(
  host: Host,
  service: readonly WatchedPort[],
  realPaths: RealPaths,
  { withinMs, isCancelled }: { readonly withinMs: number; readonly isCancelled: () => boolean },
): Promise<AwaitedService> {
  const startedMs = host.clock.monotonicMs();
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)) {
    const missing = await findMissing(host, service, realPaths);
    const afterMs = host.clock.monotonicMs() - startedMs;
    if (missing === undefined) return { kind: 'running', afterMs };
    if (isCancelled()) return { kind: 'not-awaited' };
    if (afterMs >= withinMs) {
      const [stranger] = missing;
      return {
        kind: 'not-up',
        ...(stranger !== undefined && { takenBy: toHolderName(stranger) }),
      };
    }
    await host.clock.sleep(Math.min(pauseMs, withinMs - afterMs));
  }
}

/** Who listens on the first port where the service does not; undefined where there is none. */
async function findMissing(
  host: Host,
  service: readonly WatchedPort[],
  realPaths: RealPaths,
): Promise<readonly Listener[] | undefined> {
  const scan = await host.scanner.scan();
  if (scan.kind === 'failed') return [];
  for (const watched of service) {
    const listeners = await nameContainers(host, watched, scan.listeners);
    if (!listeners.some((listener) => isService(host, listener, watched, realPaths))) {
      return listeners;
    }
  }
  return undefined;
}

async function nameContainers(
  host: Host,
  watched: WatchedPort,
  all: readonly Listener[],
): Promise<readonly Listener[]> {
  const listeners = all.filter((listener) => isOnWatchedAddress(listener, watched));
  return watched.expectedOwner.kind === 'container'
    ? Promise.all(listeners.map((listener) => withContainer(host, listener)))
    : listeners;
}

/** Where anybody is welcome, somebody of the same account will do. */
function isService(
  { processes }: Host,
  listener: Listener,
  watched: WatchedPort,
  realPaths: RealPaths,
): boolean {
  if (watched.expectedOwner.kind !== 'anybody') return isOwnListener(listener, watched, realPaths);
  return listener.owners.some(({ user }) => user === processes.user);
}
