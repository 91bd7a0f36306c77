import type { HeldPort, HoldResult, PortProber } from '../core/host.ts';
import type { PassedOverReason } from '../../shared/reassign.ts';
import type { Protocol } from '../../shared/listener.ts';
import { askSystem, bindSocket, tryBind } from './bind-socket.ts';

type HoldBind =
  | { readonly kind: 'bound'; readonly release: () => Promise<void> }
  | { readonly kind: 'no-such-address' }
  | { readonly kind: 'unavailable'; readonly reason: PassedOverReason };

const LOOPBACKS = ['127.0.0.1', '::1'];
const WILDCARDS = ['0.0.0.0', '::'];
const FIRST_UNPRIVILEGED_PORT = 1024;
/** The family is switched off here, so nobody can hold the port on it. */
const NO_SUCH_ADDRESS = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL']);

/** Probes and holds ports by binding them. */
export function createPortProber(): PortProber {
  return { hold, tryBind, askSystem };
}

/** One address is kept as it is asked for; without one, all are. */
async function hold(protocol: Protocol, port: number, address?: string): Promise<HoldResult> {
  if (address === undefined) return holdAll(protocol, port);
  const result = await bind(protocol, address, port);
  if (result.kind === 'bound') return { kind: 'held', hold: toHeldPort([result.release]) };
  return result.kind === 'unavailable' ? result : { kind: 'unavailable', reason: 'not-permitted' };
}

/*
 * On Linux our own wildcard and our own loopback exclude each other, so the four are not held at
 * once: the loopbacks are tried and let go, for systems where a wildcard may be bound beside
 * somebody's loopback; then both wildcards are kept, which leave no address to others.
 */
async function holdAll(protocol: Protocol, port: number): Promise<HoldResult> {
  for (const address of LOOPBACKS) {
    const result = await bind(protocol, address, port);
    if (result.kind === 'unavailable') return result;
    if (result.kind === 'bound') await result.release();
  }
  const releases: (() => Promise<void>)[] = [];
  for (const address of WILDCARDS) {
    const result = await bind(protocol, address, port);
    if (result.kind === 'bound') releases.push(result.release);
    if (result.kind === 'unavailable') {
      await releaseAll(releases);
      return result;
    }
  }
  if (releases.length === 0) return { kind: 'unavailable', reason: 'not-permitted' };
  return { kind: 'held', hold: toHeldPort(releases) };
}

function toHeldPort(releases: readonly (() => Promise<void>)[]): HeldPort {
  let released: Promise<void> | undefined;
  return { release: () => (released ??= releaseAll(releases)) };
}

async function releaseAll(releases: readonly (() => Promise<void>)[]): Promise<void> {
  await Promise.all(releases.map((release) => release()));
}

async function bind(protocol: Protocol, address: string, port: number): Promise<HoldBind> {
  const result = await bindSocket(protocol, address, port);
  return result.kind === 'bound' ? result : toRefusal(result.errno, port);
}

function toRefusal(code: string, port: number): HoldBind {
  if (NO_SUCH_ADDRESS.has(code)) return { kind: 'no-such-address' };
  if (code === 'EADDRINUSE') return { kind: 'unavailable', reason: 'in-use' };
  const isPrivileged = code === 'EACCES' && port < FIRST_UNPRIVILEGED_PORT;
  return { kind: 'unavailable', reason: isPrivileged ? 'privileged' : 'not-permitted' };
}
