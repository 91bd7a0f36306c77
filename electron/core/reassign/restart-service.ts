import type { MovedService, MovePhase, RestartOffer } from '../../../shared/reassign.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { Host } from '../host.ts';
import type { LaunchRecipe } from '../host-processes.ts';
import { toOwners } from '../state.ts';
import { readRealPaths } from '../verdicts/rule-paths.ts';
import type { RealPaths } from '../verdicts/verdict.ts';
import { awaitService } from './await-service.ts';
import { endOldService } from './end-old-service.ts';
import { toMovedRecipe } from './moved-recipe.ts';
import { findRoot, isOwnListener } from './own-listeners.ts';

/** What a restart came to. */
export type RestartedService = Exclude<MovedService, { kind: 'not-restarted' }>;

/** Who wants a service started again, and what they hear and say meanwhile. */
export interface RestartOrder {
  readonly settings: Settings;
  readonly tell: (phase: MovePhase) => void;
  readonly isCancelled: () => boolean;
}

/**
 * Starts a service whose files were changed: ends it on its old port, starts it, and looks until
 * it listens on the new one. Where it cannot be started nothing is ended.
 */
export async function restartService(
  host: Host,
  watched: WatchedPort,
  { to, offer }: { readonly to: number; readonly offer: RestartOffer },
  { settings, tell, isCancelled }: RestartOrder,
): Promise<RestartedService> {
  const realPaths = await readRealPaths(host, [watched]);
  // Read now: of a process that has ended nothing can be read.
  const recipe = await findRecipe(host, watched, offer, realPaths);
  if (recipe === undefined) return { kind: 'not-started', reason: 'program-missing' };
  if (offer.ends !== undefined) {
    tell('ending');
    const isEnded = await endOldService(host, watched, settings, realPaths);
    if (!isEnded) return { kind: 'not-ended', name: offer.ends };
  }
  tell('starting');
  const started = await host.launcher.start(
    offer.kind === 'again' ? (toMovedRecipe(recipe, watched.port, to) ?? recipe) : recipe,
  );
  const log = started.logFile === undefined ? {} : { logFile: started.logFile };
  if (started.kind === 'failed') return { kind: 'not-started', reason: started.reason, ...log };
  tell('waiting');
  const { startsWithinS } = settings;
  const awaited = await awaitService(host, { ...watched, port: to }, realPaths, {
    withinMs: startsWithinS * 1000,
    isCancelled,
  });
  return awaited.kind === 'not-up'
    ? { ...awaited, withinS: startsWithinS, ...log }
    : { ...awaited, ...log };
}

async function findRecipe(
  host: Host,
  watched: WatchedPort,
  offer: RestartOffer,
  realPaths: RealPaths,
): Promise<LaunchRecipe | undefined> {
  if (offer.kind === 'command') return host.launcher.find(offer.command, offer.folder);
  const scan = await host.scanner.scanAfresh();
  if (scan.kind === 'failed') return undefined;
  const own = scan.listeners.filter((listener) => isOwnListener(listener, watched, realPaths));
  const root = findRoot(toOwners(own));
  return root?.user === host.processes.user ? host.launcher.capture(root.identity) : undefined;
}
