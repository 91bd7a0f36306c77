import type { LeaseRequest } from '../../../shared/lease.ts';
import type { Listener, Protocol } from '../../../shared/listener.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import { provePort } from '../../core/free-ports/prove-port.ts';
import { toStrategy } from '../../core/free-ports/watched-strategy.ts';
import type { Host } from '../../core/host.ts';
import type { Leases } from '../../core/leases/leases.ts';
import { isOnWatchedAddress } from '../../core/verdicts/verdict.ts';
import { toHolderText } from '../../core/wording.ts';
import type { RunAsked } from '../arguments/parse-run.ts';
import type { CommandCall } from '../call/command-call.ts';
import { toRefusalLines } from '../leases/lease.ts';
import { createLeaseDesk } from '../leases/lease-desk.ts';
import { isOldInstance } from './old-instance.ts';

const LOOK_AGAIN_MS = 100;

/** The port that is leased to us until we end; undefined where there is none, which was told. */
export async function findServicePort(
  call: CommandCall,
  asked: RunAsked,
  service: readonly WatchedPort[],
  t: Translate,
): Promise<number | undefined> {
  const { host } = call;
  const [watched] = service;
  const desk = createLeaseDesk(host);
  const folder = await host.findWorktree(call.cwd);
  const request: LeaseRequest = {
    name: asked.name,
    ...(folder !== undefined && { folder }),
    protocols: toProtocols(asked, service),
    term: { kind: 'process', identity: host.processes.self },
    ...(asked.strategy !== undefined && { strategy: asked.strategy }),
  };
  if (watched !== undefined && asked.strategy === undefined) {
    const own = await leaseWatched(
      call,
      desk,
      { asked, service: [watched, ...service.slice(1)], request },
      t,
    );
    if (own !== undefined) return own;
  }
  const strategy = asked.strategy ?? (watched === undefined ? undefined : toFallback(watched));
  const outcome = await desk.grant({ ...request, ...(strategy !== undefined && { strategy }) });
  if (outcome.kind !== 'granted') {
    for (const line of toRefusalLines(outcome, t)) call.complain(line);
    return undefined;
  }
  const { port } = outcome.lease;
  const tellWait = createWaitTeller(call, port, t);
  if (
    outcome.isNew === true ||
    (await waitForPort(host, { port, request, withinMs: asked.waitMs, tellWait }))
  )
    return port;
  // A port that is kept for the service, and that somebody uses who did not ask.
  call.complain(t('command.run-kept-in-use', { name: toSafeText(asked.name), port: String(port) }));
  return undefined;
}

/** The watched port itself, once its old instance is gone; undefined where it cannot be had. */
async function leaseWatched(
  call: CommandCall,
  desk: Leases,
  {
    asked,
    service,
    request,
  }: {
    asked: RunAsked;
    service: readonly [WatchedPort, ...WatchedPort[]];
    request: LeaseRequest;
  },
  t: Translate,
): Promise<number | undefined> {
  const { host } = call;
  const [watched] = service;
  const { port } = watched;
  const holders = await readHolders(host, service);
  // A squatter does not go away by itself, and neither does an instance of another worktree.
  const mayLeave = holders.every((holder) => isOldInstance(holder, watched, request.folder));
  const tellWait = createWaitTeller(call, port, t);
  if (await waitForPort(host, { port, request, withinMs: mayLeave ? asked.waitMs : 0, tellWait })) {
    const outcome = await desk.grant({ ...request, strategy: { kind: 'watched', port } });
    if (outcome.kind === 'granted') return port;
  }
  const holder = holders.length === 0 ? '' : toHolderText(holders, host.homeFolder, t);
  const values = { name: toSafeText(asked.name), port: String(port), holder };
  call.complain(t(holder === '' ? 'command.run-taken' : 'command.run-taken-by', values));
  return undefined;
}

/** All that the service needs of its port: as it is watched, or as it was asked for. */
function toProtocols(
  { protocols }: RunAsked,
  service: readonly WatchedPort[],
): readonly Protocol[] {
  if (protocols !== undefined) return protocols;
  return service.length === 0 ? ['tcp'] : service.map(({ protocol }) => protocol);
}

async function readHolders(
  host: Host,
  service: readonly WatchedPort[],
): Promise<readonly Listener[]> {
  const scan = await host.scanner.scan();
  if (scan.kind === 'failed') return [];
  return scan.listeners.filter((listener) =>
    service.some((watched) => isOnWatchedAddress(listener, watched)),
  );
}

function createWaitTeller({ complain }: CommandCall, port: number, t: Translate): () => void {
  return () => complain(t('command.run-waits', { port: String(port) }));
}

interface PortWait {
  readonly port: number;
  readonly request: LeaseRequest;
  readonly withinMs: number;
  /** Called once, when there is something to wait for. */
  readonly tellWait: () => void;
}

/** Whether the port can be bound before the time is up. */
async function waitForPort(
  { clock, prober, randomBelow }: Host,
  { port, request, withinMs, tellWait }: PortWait,
): Promise<boolean> {
  const untilMs = clock.monotonicMs() + withinMs;
  for (let looks = 1; ; looks += 1) {
    const proof = await provePort({ clock, prober, randomBelow }, port, request);
    if (proof.kind === 'bindable') return true;
    if (clock.monotonicMs() >= untilMs) return false;
    if (looks === 1) tellWait();
    await clock.sleep(LOOK_AGAIN_MS);
  }
}

/** Where a lease looks for another port; what a lease cannot express is left to its own choice. */
function toFallback(watched: WatchedPort): LeaseRequest['strategy'] {
  const strategy = toStrategy(watched);
  switch (strategy.kind) {
    case 'next':
    case 'range':
    case 'list':
      return strategy;
    case 'random':
    case 'system':
      return undefined;
  }
}
