import type { Settings } from '../../../shared/settings.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { Host } from '../host.ts';
import { decideRestartOffer } from '../reassign/restart-offer.ts';
import { restartService, type RestartOrder } from '../reassign/restart-service.ts';

/** What became of it; `impossible`: Portreeve does not know how to start it, or may not. */
export type RestartOutcome = 'running' | 'not-ended' | 'not-started' | 'not-up' | 'impossible';

/**
 * Ends a service that is down and starts it again on its own port, by the same way as after a
 * move: nobody but the expected owner is ended, and nothing is ended that cannot be started.
 */
export async function restartDown(
  host: Host,
  watched: WatchedPort,
  settings: Settings,
  order: Pick<RestartOrder, 'isCancelled' | 'handOver'>,
): Promise<RestartOutcome> {
  const scan = await host.scanner.scanAfresh();
  if (scan.kind === 'failed') return 'not-ended';
  const offer = await decideRestartOffer(host, [watched], scan.listeners);
  // With nobody to end there, somebody else has the port, who is not known to be the service.
  if (offer?.ends === undefined) return 'impossible';
  const outcome = await restartService(
    host,
    [watched],
    { to: watched.port, offer },
    { ...order, settings, tell: () => undefined },
  );
  return outcome.kind === 'not-awaited' ? 'not-up' : outcome.kind;
}
