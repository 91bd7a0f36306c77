import type { Listener, Protocol } from '../../../shared/listener.ts';
import type { PortRange } from '../../../shared/port.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { PassedOver, PassedOverReason } from '../../../shared/reassign.ts';
import { toTitle } from '../../../shared/titles.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { PortLimits } from '../host.ts';
import { findExcluded } from '../verdicts/excluded.ts';
import { doAddressesMeet, toBindAddress } from '../verdicts/overlap.ts';
import { BROWSER_BLOCKED, WELL_KNOWN } from './known-ports.ts';
import { isNamed, toRanges, type AnyStrategy } from './strategy.ts';

/** Below these a port needs rights where the system does not tell. */
const UNPRIVILEGED_FROM = 1024;

/** What speaks against ports before any of them is tried. */
export interface KnownOfPorts {
  readonly watchedPorts: readonly Pick<WatchedPort, 'name' | 'port' | 'protocol'>[];
  /** Empty where none were read: a bind test then says only that a port is in use, not by whom. */
  readonly listeners: readonly Listener[];
  readonly limits: PortLimits | undefined;
  readonly isPrivileged: boolean;
  /** Ports that were granted to others. */
  readonly leased?: ReadonlySet<number>;
  /** Found unusable by a bind test within the last half minute, and why. */
  readonly recentlyTaken?: ReadonlyMap<number, PassedOverReason>;
  /** Often in conflict: these come last, and are not left out. */
  readonly contested?: ReadonlySet<number>;
  /** The port that the service is leaving. */
  readonly current?: number;
  /** What a random choice gave the last time. */
  readonly lastGiven?: number;
}

export interface FreePortQuestion {
  readonly strategy: AnyStrategy;
  /** All of them must be able to have the port. */
  readonly protocols: readonly Protocol[];
  /** One local address; without it, loopback and wildcard of both families. */
  readonly address?: string;
  readonly known: KnownOfPorts;
}

/** What speaks against a port, told without trying it; undefined where nothing does. */
export function createObstacles(
  question: FreePortQuestion,
): (port: number) => PassedOver | undefined {
  const { strategy, protocols, known } = question;
  const { limits } = known;
  const unprivilegedFrom = limits?.unprivilegedFrom ?? UNPRIVILEGED_FROM;
  const watched = new Map(
    known.watchedPorts
      .filter(({ protocol }) => protocols.includes(protocol))
      .map(({ port, name }) => [port, toSafeText(name, 40)]),
  );
  const holders = findHolders(known.listeners, question);

  return (port) => {
    const passOver = (reason: PassedOverReason, by?: string): PassedOver => ({
      port,
      reason,
      ...(by !== undefined && by !== '' && { by }),
    });
    if (port === known.current) return passOver('current');
    if (port < unprivilegedFrom && !known.isPrivileged) return passOver('privileged');
    if (protocols.some((protocol) => findExcluded(limits, { protocol, port }) !== undefined)) {
      return passOver('excluded');
    }
    if (watched.has(port)) return passOver('watched', watched.get(port));
    if (known.leased?.has(port) === true) return passOver('leased');
    if (holders.has(port)) return passOver('in-use', holders.get(port));
    const taken = known.recentlyTaken?.get(port);
    if (taken !== undefined) return passOver(taken === 'in-use' ? 'recently-taken' : taken);
    if (port === known.lastGiven && strategy.kind === 'random') return passOver('given-last');
    if (protocols.includes('tcp') && BROWSER_BLOCKED.has(port)) return passOver('browser-blocked');
    if (isNamed(port, strategy)) return undefined;
    if (isKeptByAdministrator(port, strategy, limits)) return passOver('reserved');
    const wellKnown = WELL_KNOWN.get(port);
    return wellKnown === undefined ? undefined : passOver('well-known', wellKnown);
  };
}

/** By port: what the program is called that keeps the service from it; empty where it is hidden. */
export function findHolders(
  listeners: readonly Listener[],
  { protocols, address }: Pick<FreePortQuestion, 'protocols' | 'address'>,
): ReadonlyMap<number, string> {
  const wanted = address === undefined ? undefined : { ...toBindAddress(address), isV6Only: true };
  const holders = new Map<number, string>();
  for (const listener of listeners) {
    if (!protocols.includes(listener.protocol)) continue;
    if (wanted !== undefined && !doAddressesMeet(listener, wanted)) continue;
    const [owner] = listener.owners;
    const name = owner === undefined ? '' : toTitle(owner).text;
    if ((holders.get(listener.port) ?? '') === '') holders.set(listener.port, name);
  }
  return holders;
}

/** Whether the system may lend this port to an outgoing connection at any time. */
export function isEphemeral(port: number, limits: PortLimits | undefined): boolean {
  if (limits === undefined || !isIn(port, limits.ephemeral)) return false;
  return !limits.reserved.some((range) => isIn(port, range));
}

/** Who looks within a range that the administrator keeps was meant to have it. */
function isKeptByAdministrator(
  port: number,
  strategy: AnyStrategy,
  limits: PortLimits | undefined,
): boolean {
  const kept = limits?.reserved.find((range) => isIn(port, range));
  if (kept === undefined) return false;
  const asked = strategy.kind === 'system' ? [] : toRanges(strategy);
  return !asked.some(({ from, to }) => isIn(from, kept) && isIn(to, kept));
}

function isIn(port: number, { from, to }: PortRange): boolean {
  return from <= port && port <= to;
}
