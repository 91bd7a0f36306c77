import { toComposeName } from '../../../shared/container-name.ts';
import type { Container } from '../../../shared/container.ts';
import type { Listener, Owner } from '../../../shared/listener.ts';
import type { Verdict } from '../../../shared/verdict.ts';
import { decideCompany, decideEmpty, findRival, type Surroundings } from './conflicts.ts';
import { findDrift } from './drift.ts';
import { isForwarder } from '../kill/forwarders.ts';
import { doAddressesMeet, toBindAddress } from './overlap.ts';
import { isProgramNamed } from '../program-name.ts';
import { isInFolder, isSamePath } from '../same-path.ts';
import { compilePattern, type OwnerRule, type WatchedPort } from '../../../shared/watched-port.ts';

/** What one good scan says. */
export interface Reading {
  readonly listeners: readonly Listener[];
  /** Tables that could not be read; while there are any, silence proves nothing. */
  readonly missing: readonly string[];
}

/** Whether this listener keeps a service from binding the watched address. */
export function isOnWatchedAddress(listener: Listener, watched: WatchedPort): boolean {
  if (listener.protocol !== watched.protocol || listener.port !== watched.port) return false;
  const { address } = watched;
  return address === 'any' || doAddressesMeet(listener, toBindAddress(address));
}

/** Where the paths of rules lead when links are followed, for those that lead elsewhere. */
export type RealPaths = Readonly<Record<string, string>>;

/** Whether one process is an owner that the rule asks for. */
export function isOwnerByRule(owner: Owner, rule: OwnerRule, realPaths: RealPaths = {}): boolean {
  switch (rule.kind) {
    case 'anybody':
      return true;
    case 'executable':
      return isExecutable(owner, rule.executable, realPaths);
    case 'command':
      return compilePattern(rule.pattern)?.test(owner.command) ?? false;
    case 'project': {
      const folders = [rule.folder, realPaths[rule.folder] ?? rule.folder];
      return [owner.cwd, owner.project].some(
        (path) => path !== undefined && folders.some((folder) => isInFolder(path, folder)),
      );
    }
    case 'container':
      // A process does not tell whose port it holds; its listener does.
      return false;
  }
}

/** Whether the listener is one that the rule asks for, by its processes or by its container. */
export function isListenerByRule(
  { owners, container }: Pick<Listener, 'owners' | 'container'>,
  rule: OwnerRule,
  realPaths: RealPaths = {},
): boolean {
  return rule.kind === 'container'
    ? container !== undefined && isContainer(container, rule.name)
    : owners.some((owner) => isOwnerByRule(owner, rule, realPaths));
}

function isContainer(container: Container, wanted: string): boolean {
  return wanted === container.name || wanted === toComposeName(container);
}

function isExecutable(owner: Owner, wanted: string, realPaths: RealPaths): boolean {
  if (!/[\\/]/.test(wanted)) return isProgramNamed(owner, wanted);
  const { executable } = owner;
  return (
    executable !== undefined &&
    [wanted, realPaths[wanted] ?? wanted].some((path) => isSamePath(executable, path))
  );
}

/** Whether what the rule asks about could not be read of this process, so that it may well fit. */
function isUnknownToRule(owner: Owner, rule: OwnerRule): boolean {
  const { cwd, deletedCwd, project, executable, command } = owner;
  switch (rule.kind) {
    case 'project':
      return cwd === undefined && deletedCwd === undefined && project === undefined;
    case 'executable':
      return /[\\/]/.test(rule.executable) && executable === undefined;
    case 'command':
      return command === '';
    case 'anybody':
    case 'container':
      return false;
  }
}

type Tenancy = 'expected' | 'kept' | 'hidden' | 'unnamed' | 'unclear' | 'squatted';

function toTenancy(
  listener: Listener,
  watched: WatchedPort,
  realPaths: RealPaths,
  keeperPid: number | undefined,
): Tenancy {
  if (listener.owners.some(({ identity }) => identity.pid === keeperPid)) return 'kept';
  const rules = [watched.expectedOwner, ...watched.acceptedOwners];
  if (rules.some((rule) => rule.kind === 'anybody')) return 'expected';
  if (rules.some((rule) => isListenerByRule(listener, rule, realPaths))) return 'expected';
  // A container is somebody, even where what forwards its port is hidden.
  if (listener.container !== undefined) return 'squatted';
  if (listener.ownerVisibility === 'hidden') return 'hidden';
  const mayBeExpected = rules.some(({ kind }) => kind === 'container');
  if (mayBeExpected && listener.owners.some(isForwarder)) return 'unnamed';
  const isUnclear = listener.owners.some((owner) =>
    rules.some((rule) => isUnknownToRule(owner, rule)),
  );
  return isUnclear ? 'unclear' : 'squatted';
}

export interface VerdictContext {
  readonly reading: Reading;
  readonly surroundings: Surroundings;
  readonly watchedPorts: readonly WatchedPort[];
  /** Whether an expected owner was ever seen on the port while we watched. */
  readonly wasHeld: boolean;
  /** The app, which holds ports for their services. */
  readonly keeperPid?: number | undefined;
}

/**
 * Judges one watched port by one reading. A conflict needs evidence: a visible unexpected owner, a
 * container that its engine named, or a fact about an empty port. A hidden owner is never blamed, and a port counts as free only
 * where everything could be read.
 */
export function decideVerdict(watched: WatchedPort, context: VerdictContext): Verdict {
  const { reading, surroundings, keeperPid } = context;
  const involved = reading.listeners.filter((listener) => isOnWatchedAddress(listener, watched));
  const having = (tenancy: Tenancy): readonly Listener[] =>
    involved.filter(
      (listener) => toTenancy(listener, watched, surroundings.realPaths, keeperPid) === tenancy,
    );
  const expected = having('expected');
  const kept = having('kept');
  const squatters = having('squatted');
  const isInTheWay = (one: Listener): boolean =>
    expected.length === 0 ||
    decideCompany(expected, [one], surroundings.localhostFirst) !== undefined;
  const hidden = having('hidden').filter(isInTheWay);
  const unnamed = having('unnamed');
  const unclear = having('unclear');

  // Bound UDP ports are shared as a matter of course (mDNS), so company is no conflict there.
  const isSharedUdp = watched.protocol === 'udp' && expected.length > 0;
  const verdict =
    squatters.length > 0 && !isSharedUdp
      ? decideCompany(expected, squatters, surroundings.localhostFirst)
      : undefined;
  if (verdict !== undefined) {
    const elsewhere = expected.length === 0 ? findDrifted(watched, context) : undefined;
    return verdict.conflict === 'squatted' && elsewhere !== undefined
      ? { ...verdict, serviceOn: elsewhere.port }
      : verdict;
  }
  if (hidden.length > 0 && !isSharedUdp) {
    return { kind: 'undetermined', reason: 'owner-hidden', listenerKeys: toKeys(hidden) };
  }
  if (unnamed.length > 0) {
    return { kind: 'undetermined', reason: 'container-unknown', listenerKeys: toKeys(unnamed) };
  }
  if (unclear.length > 0 && expected.length === 0) {
    return { kind: 'undetermined', reason: 'owner-unclear', listenerKeys: toKeys(unclear) };
  }
  const rival = findRival(watched, context.watchedPorts);
  if (rival !== undefined) {
    return {
      kind: 'conflict',
      conflict: 'claimed-twice',
      listenerKeys: toKeys(expected),
      otherName: rival.name,
    };
  }
  if (expected.length > 0) return { kind: 'expected', listenerKeys: toKeys(expected) };
  if (kept.length > 0) return { kind: 'held', listenerKeys: toKeys(kept) };
  if (reading.missing.length > 0) {
    return { kind: 'undetermined', reason: 'scan-partial', listenerKeys: [] };
  }
  const empty = decideEmpty(watched, surroundings, context.wasHeld);
  const elsewhere = findDrifted(watched, context);
  if (elsewhere === undefined) return empty;
  // Whoever uses the port is why the service is elsewhere.
  if (empty.kind === 'conflict' && empty.conflict === 'outgoing') {
    return { ...empty, serviceOn: elsewhere.port };
  }
  return {
    kind: 'conflict',
    conflict: 'drifted',
    listenerKeys: [elsewhere.key],
    serviceOn: elsewhere.port,
  };
}

function findDrifted(watched: WatchedPort, context: VerdictContext): Listener | undefined {
  const { watchedPorts, keeperPid, surroundings } = context;
  const { listeners } = context.reading;
  const { realPaths } = surroundings;
  return findDrift(watched, {
    listeners,
    watchedPorts,
    // Whoever may be anybody is nobody in particular, wherever it listens.
    isService: (listener, { expectedOwner }) =>
      expectedOwner.kind !== 'anybody' && isListenerByRule(listener, expectedOwner, realPaths),
    isAtHome: (one) =>
      listeners.some(
        (listener) =>
          isOnWatchedAddress(listener, one) &&
          toTenancy(listener, one, realPaths, keeperPid) === 'expected',
      ),
  });
}

function toKeys(listeners: readonly Listener[]): readonly string[] {
  return listeners.map((listener) => listener.key);
}
