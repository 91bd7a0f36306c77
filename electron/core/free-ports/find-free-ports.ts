import type { Listener } from '../../../shared/listener.ts';
import type { PassedOver } from '../../../shared/reassign.ts';
import { walkCandidates, type KnownQuestion } from './choose-port.ts';
import { createObstacles, findHolders, isEphemeral, type FreePortQuestion } from './obstacles.ts';
import { provePort, retryPassing, toDelayMs, toReason, type ProofHost } from './prove-port.ts';

/** Tested at the same time; each has at most one socket open. */
const TOGETHER_MAX = 16;
const SYSTEM_TRIES_MAX = 20;
/** A bind that nobody explains may be another's test, which is over in a moment. */
const SUSPECTS_MAX = 16;
const SUSPECT_ROUNDS = 3;

export interface FreePort {
  readonly port: number;
  /** The system may lend it to an outgoing connection whenever nobody holds it. */
  readonly isEphemeral: boolean;
}

export type FreePortsOutcome =
  | {
      readonly kind: 'found';
      readonly ports: readonly FreePort[];
      readonly passedOver: readonly PassedOver[];
    }
  /** Fewer than were asked for. */
  | {
      readonly kind: 'exhausted';
      readonly ports: readonly FreePort[];
      readonly passedOver: readonly PassedOver[];
      /** `system`: it was to choose, and had none to give. */
      readonly by: 'candidates' | 'system';
    }
  | { readonly kind: 'no-such-address'; readonly address: string };

export interface FreePortsRequest extends FreePortQuestion {
  readonly count: number;
  /** Who holds what, asked for only where a bind test met somebody that is not known yet. */
  readonly readListeners?: () => Promise<readonly Listener[]>;
  /** Name the holders of passed-over ports even when enough ports were found. */
  readonly wantsNames?: boolean;
}

/**
 * Different ports that could be bound a moment ago, never one outside the question, with the
 * reason for every port passed over. Nothing is kept: somebody else may take them right after.
 */
export async function findFreePorts(
  host: ProofHost,
  request: FreePortsRequest,
): Promise<FreePortsOutcome> {
  const { strategy } = request;
  if (strategy.kind === 'system') return askSystem(host, request);
  return testCandidates(host, { ...request, strategy });
}

interface Tested {
  readonly free: number[];
  readonly passedOver: PassedOver[];
}

async function testCandidates(
  host: ProofHost,
  request: FreePortsRequest & KnownQuestion,
): Promise<FreePortsOutcome> {
  const tested: Tested = { free: [], passedOver: [] };
  const candidates = walkCandidates(request, host.randomBelow, tested.passedOver);
  while (tested.free.length < request.count) {
    const wanted = Math.min(TOGETHER_MAX, request.count - tested.free.length);
    const group = takeUpTo(candidates, wanted);
    if (group.length === 0) break;
    if (!(await testPorts(host, request, group, tested))) return toNoSuchAddress(request);
  }
  // What was put off and is not needed is passed over too.
  candidates.return();
  const isShort = tested.free.length < request.count;
  if (!isShort && request.wantsNames !== true) return toFound(request, tested);
  const listeners = await readUnknownHolders(request, tested.passedOver);
  if (isShort) await testSuspects(host, request, listeners, tested);
  const named = nameHolders(tested.passedOver, listeners, request);
  return tested.free.length < request.count
    ? { ...toFound(request, { ...tested, passedOver: named }), kind: 'exhausted', by: 'candidates' }
    : toFound(request, { ...tested, passedOver: named });
}

function takeUpTo(candidates: Generator<number, void>, count: number): readonly number[] {
  const ports: number[] = [];
  while (ports.length < count) {
    const next = candidates.next();
    if (next.done === true) break;
    ports.push(next.value);
  }
  return ports;
}

/** Sorts ports into free ones and others; false when their address is not of this machine. */
async function testPorts(
  host: ProofHost,
  request: FreePortsRequest,
  ports: readonly number[],
  tested: Tested,
): Promise<boolean> {
  const proofs = await Promise.all(ports.map((port) => provePort(host, port, request)));
  for (const [index, proof] of proofs.entries()) {
    const port = ports[index] ?? 0;
    if (proof.kind === 'no-such-address') return false;
    if (proof.kind === 'bindable') tested.free.push(port);
    else {
      const reason = toReason(proof.errno, port, request.known.limits);
      tested.passedOver.push({ port, reason });
    }
  }
  return true;
}

/** Listeners as they are now, where a bind met somebody whom those of before do not explain. */
async function readUnknownHolders(
  request: FreePortsRequest,
  passedOver: readonly PassedOver[],
): Promise<readonly Listener[]> {
  const { known, readListeners } = request;
  const isAnyUnknown = passedOver.some(({ reason, by }) => reason === 'in-use' && by === undefined);
  return isAnyUnknown && readListeners !== undefined ? readListeners() : known.listeners;
}

/** Ports that were in use while nobody listens there are tried again before all is given up. */
async function testSuspects(
  host: ProofHost,
  request: FreePortsRequest,
  listeners: readonly Listener[],
  tested: Tested,
): Promise<void> {
  const holders = findHolders(listeners, request);
  for (let round = 1; round <= SUSPECT_ROUNDS; round += 1) {
    const suspects = tested.passedOver
      .filter(({ port, reason }) => reason === 'in-use' && !holders.has(port))
      .slice(0, SUSPECTS_MAX);
    if (suspects.length === 0) return;
    await host.clock.sleep(toDelayMs(round, host.randomBelow));
    for (const suspect of suspects) {
      if (tested.free.length >= request.count) return;
      const proof = await provePort(host, suspect.port, request);
      if (proof.kind !== 'bindable') continue;
      tested.free.push(suspect.port);
      tested.passedOver.splice(tested.passedOver.indexOf(suspect), 1);
    }
    if (tested.free.length >= request.count) return;
  }
}

function nameHolders(
  passedOver: readonly PassedOver[],
  listeners: readonly Listener[],
  request: FreePortsRequest,
): readonly PassedOver[] {
  const holders = findHolders(listeners, request);
  return passedOver.map((one) => {
    const by = one.reason === 'in-use' ? holders.get(one.port) : undefined;
    return by === undefined || by === '' ? one : { ...one, by };
  });
}

/** The system chooses for one address, and the same number is then tried on the others. */
async function askSystem(host: ProofHost, request: FreePortsRequest): Promise<FreePortsOutcome> {
  const { protocols, address, count } = request;
  const findObstacle = createObstacles(request);
  const tested: Tested = { free: [], passedOver: [] };
  const seen = new Set<number>();
  let isEmpty = false;
  const [protocol = 'tcp'] = protocols;
  for (let tries = 0; tries < SYSTEM_TRIES_MAX * count; tries += 1) {
    if (tested.free.length === count) break;
    const asked = await retryPassing(host, () => askOne(host, protocol, address));
    if (asked.kind === 'refused') {
      if (address !== undefined && asked.errno === 'EADDRNOTAVAIL') return toNoSuchAddress(request);
      isEmpty = true;
      break;
    }
    const { port } = asked;
    if (seen.has(port)) continue;
    seen.add(port);
    const obstacle = findObstacle(port);
    if (obstacle !== undefined) tested.passedOver.push(obstacle);
    else if (!(await testPorts(host, request, [port], tested))) return toNoSuchAddress(request);
  }
  const listeners =
    request.wantsNames === true ? await readUnknownHolders(request, tested.passedOver) : [];
  const found = toFound(request, {
    ...tested,
    passedOver: nameHolders(tested.passedOver, listeners, request),
  });
  if (tested.free.length === count) return found;
  return { ...found, kind: 'exhausted', by: isEmpty ? 'system' : 'candidates' };
}

/** IPv6 where there is no IPv4. */
async function askOne(
  { prober }: ProofHost,
  protocol: FreePortQuestion['protocols'][number],
  address: string | undefined,
) {
  const asked = await prober.askSystem(protocol, address ?? '127.0.0.1');
  const isMissing = asked.kind === 'refused' && asked.errno === 'EADDRNOTAVAIL';
  return isMissing && address === undefined ? prober.askSystem(protocol, '::1') : asked;
}

function toFound(
  { known }: FreePortsRequest,
  {
    free,
    passedOver,
  }: { readonly free: readonly number[]; readonly passedOver: readonly PassedOver[] },
): Extract<FreePortsOutcome, { kind: 'found' }> {
  return {
    kind: 'found',
    ports: free.map((port) => ({ port, isEphemeral: isEphemeral(port, known.limits) })),
    passedOver,
  };
}

function toNoSuchAddress({ address = '' }: FreePortsRequest): FreePortsOutcome {
  return { kind: 'no-such-address', address };
}
