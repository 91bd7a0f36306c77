import type { Listener } from '../../../shared/listener.ts';
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
  /** Frees what is held for the service, which is about to start. */
  readonly handOver: () => Promise<void>;
}

/** What follows its files needs a moment to see that one changed, before it is looked for. */
const NOTICES_WITHIN_MS = 250;
/** A program that follows its files is given this long before its own command starts another one. */
const FOLLOWS_WITHIN_MS = 2000;

/**
 * Starts a service whose files were changed: ends it on its old port, starts it, and looks until
 * it listens on the new one. Where it cannot be started nothing is ended, and what follows its
 * files by itself, as Vite does, is let.
 */
export async function restartService(
  host: Host,
  service: readonly [WatchedPort, ...WatchedPort[]],
  { to, offer }: { readonly to: number; readonly offer: RestartOffer },
  { settings, tell, isCancelled, handOver }: RestartOrder,
): Promise<RestartedService> {
  const { startsWithinS } = settings;
  const [{ port: from }] = service;
  const realPaths = await readRealPaths(host, service);
  const moved = service.map((watched) => ({ ...watched, port: to }));
  const awaitOnNewPort = async (withinMs: number, log: Log): Promise<RestartedService> => {
    tell('waiting');
    const awaited = await awaitService(host, moved, realPaths, { withinMs, isCancelled });
    if (awaited.kind !== 'not-up') return { ...awaited, ...log };
    // It may read its port elsewhere than from the files that were changed.
    const onOldPort = await findOwn(host, service, realPaths);
    const stillOn = onOldPort?.[0]?.port;
    return {
      ...awaited,
      withinS: startsWithinS,
      ...(stillOn !== undefined && { stillOn }),
      ...log,
    };
  };
  if (offer.ends !== undefined) await host.clock.sleep(NOTICES_WITHIN_MS);
  const own = await findOwn(host, service, realPaths);
  if (own?.length === 0 && offer.ends !== undefined) {
    if (offer.kind === 'again') return awaitOnNewPort(startsWithinS * 1000, {});
    const followed = await awaitOnNewPort(FOLLOWS_WITHIN_MS, {});
    if (followed.kind !== 'not-up') return followed;
  }
  // Read now: of a process that has ended nothing can be read.
  const recipe = await findRecipe(host, offer, own ?? []);
  if (recipe === undefined) return { kind: 'not-started', reason: 'program-missing' };
  if (offer.ends !== undefined) {
    tell('ending');
    const isEnded = await endOldService(host, service, settings, realPaths);
    if (!isEnded) return { kind: 'not-ended', name: offer.ends };
  }
  // It may have followed its files while it was to be ended, and so was not found on its old port.
  const followers = await findOwn(host, moved, realPaths);
  if (followers !== undefined && followers.length > 0) {
    return awaitOnNewPort(startsWithinS * 1000, {});
  }
  tell('starting');
  await handOver();
  const started = await host.launcher.start(
    offer.kind === 'again' ? (toMovedRecipe(recipe, from, to) ?? recipe) : recipe,
  );
  const log = started.logFile === undefined ? {} : { logFile: started.logFile };
  if (started.kind === 'failed') {
    // What ended at once may have found the port taken by one that followed its files just now.
    const followed = await awaitOnNewPort(FOLLOWS_WITHIN_MS, {});
    return followed.kind === 'running'
      ? followed
      : { kind: 'not-started', reason: started.reason, ...log };
  }
  return awaitOnNewPort(startsWithinS * 1000, log);
}

interface Log {
  readonly logFile?: string;
}

/** The service's own listeners on its old ports; undefined where they cannot be read. */
async function findOwn(
  host: Host,
  service: readonly WatchedPort[],
  realPaths: RealPaths,
): Promise<readonly Listener[] | undefined> {
  const scan = await host.scanner.scanAfresh();
  return scan.kind === 'failed'
    ? undefined
    : scan.listeners.filter((listener) =>
        service.some((watched) => isOwnListener(listener, watched, realPaths)),
      );
}

async function findRecipe(
  host: Host,
  offer: RestartOffer,
  own: readonly Listener[],
): Promise<LaunchRecipe | undefined> {
  if (offer.kind === 'command') return host.launcher.find(offer.command, offer.folder);
  const root = findRoot(toOwners(own));
  return root?.user === host.processes.user ? host.launcher.capture(root.identity) : undefined;
}
