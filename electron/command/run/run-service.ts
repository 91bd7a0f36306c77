import type { LeaseRequest } from '../../../shared/lease.ts';
import type { Listener, Protocol } from '../../../shared/listener.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import { listSameService, type WatchedPort } from '../../../shared/watched-port.ts';
import { askApp } from '../../core/ask-app.ts';
import { provePort } from '../../core/free-ports/prove-port.ts';
import { toStrategy } from '../../core/free-ports/watched-strategy.ts';
import type { Host } from '../../core/host.ts';
import type { Leases } from '../../core/leases/leases.ts';
import { toHolderText } from '../../core/wording.ts';
import { isOnWatchedAddress } from '../../core/verdicts/verdict.ts';
import type { CommandCall } from '../call/command-call.ts';
import { EXIT_CODES } from '../call/exit-codes.ts';
import { findByName } from '../kill/kill-target.ts';
import { isOldInstance } from './old-instance.ts';
import { toRefusalLines } from '../leases/lease.ts';
import { createLeaseDesk } from '../leases/lease-desk.ts';
import type { RunAsked } from '../arguments/parse-run.ts';
import { runProgram } from './run-program.ts';
import { tellReady, type ReadyWatch } from './tell-ready.ts';

const EXIT = EXIT_CODES.run;
const LOOK_AGAIN_MS = 100;

/**
 * `portreeve run`: starts a program on the port that is its service's own, once that port can be
 * had, and ends with the program's code.
 */
export async function runService(call: CommandCall, asked: RunAsked, t: Translate) {
  const { host } = call;
  const { settings } = await host.settingsStore.read();
  const named = findByName(asked.name, settings.watchedPorts);
  const [watched] = named;
  const service = watched === undefined ? [] : listSameService(named, watched);
  if (service.length < named.length) {
    const ports = named.map(({ port, protocol }) => `${port} ${protocol}`).join(', ');
    call.complain(t('command.run-ambiguous-name', { name: toSafeText(asked.name), ports }));
    return EXIT.noPort;
  }
  const handedOver: WatchedPort[] = [];
  for (const one of service) {
    const isHeld = settings.heldPorts.includes(one.id);
    if (isHeld && (await takeOver(host, one))) handedOver.push(one);
  }
  try {
    return await runOnPort(call, asked, { service, withinS: settings.startsWithinS }, t);
  } finally {
    for (const one of handedOver) await giveBack(host, one);
  }
}

/** Has the app free the port if it holds it for this service. */
async function takeOver({ coordinator }: Host, { id }: WatchedPort): Promise<boolean> {
  const answer = await askApp(coordinator, 'hold.hand-over', { watchedPortId: id });
  return answer.kind === 'answered' && answer.output.kind === 'handed-over';
}

/** The service has ended, so the app holds its port again. */
async function giveBack({ coordinator }: Host, { id }: WatchedPort): Promise<void> {
  await askApp(coordinator, 'hold.take-back', { watchedPortId: id });
}

async function runOnPort(
  call: CommandCall,
  asked: RunAsked,
  { service, withinS }: { readonly service: readonly WatchedPort[]; readonly withinS: number },
  t: Translate,
): Promise<number> {
  const port = await findPort(call, asked, service, t);
  if (port === undefined) return EXIT.noPort;
  call.complain(t('command.run-on', { name: toSafeText(asked.name), port: String(port) }));
  let recorded = Promise.resolve();
  const ready = watchReady(call, { service, port, withinS }, t);
  const end = await runProgram({
    command: toCommand(asked, port),
    env: {
      ...process.env,
      ...(asked.portEnv !== undefined && { [asked.portEnv]: String(port) }),
    },
    onStart: () => {
      recorded = record(call, asked.name, port);
    },
  });
  ready?.stop();
  await recorded;
  if (end.kind === 'ended') return end.code;
  const [program] = asked.command;
  call.complain(t(`command.run-${end.reason}`, { program: toSafeText(program) }));
  return end.reason === 'not-found' ? EXIT.notFound : EXIT.notPermitted;
}

/** Where a probe is set, the person hears when the service answers it. */
function watchReady(
  { host, complain }: CommandCall,
  started: {
    readonly service: readonly WatchedPort[];
    readonly port: number;
    readonly withinS: number;
  },
  t: Translate,
): ReadyWatch | undefined {
  for (const service of started.service) {
    const { probe } = service;
    if (probe === undefined) continue;
    return tellReady(host, { ...started, service: { ...service, probe }, complain }, t);
  }
  return undefined;
}

/** The port that is leased to us until we end; undefined where there is none, which was told. */
async function findPort(
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

function toCommand({ command, portFlag }: RunAsked, port: number): readonly [string, ...string[]] {
  if (portFlag === undefined) return command;
  return portFlag.endsWith('=')
    ? [...command, `${portFlag}${port}`]
    : [...command, portFlag, String(port)];
}

async function record(
  { host, keepsHistory }: CommandCall,
  name: string,
  port: number,
): Promise<void> {
  if (!keepsHistory) return;
  const at = new Date(host.clock.wallMs()).toISOString();
  await host.historyStore.append([
    { kind: 'service-started', id: host.createId(), at, name, port },
  ]);
}
