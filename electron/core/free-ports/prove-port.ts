import type { Protocol } from '../../../shared/listener.ts';
import type { PassedOverReason } from '../../../shared/reassign.ts';
import type { Host, PortLimits } from '../host.ts';
import { USUAL_ADDRESSES } from '../verdicts/overlap.ts';
import type { RandomBelow } from './strategy.ts';

/** The family is switched off here, so nobody can hold the port on it. */
const MISSING_FAMILY: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL']);
/** The system has run out of something for the moment. */
const PASSING: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EAGAIN']);

const TRIES_MAX = 5;
const FIRST_DELAY_MS = 20;
const DELAY_MAX_MS = 500;

export type Proof =
  | { readonly kind: 'bindable' }
  | { readonly kind: 'refused'; readonly errno: string }
  /** The address that was asked for is not one of this machine's. */
  | { readonly kind: 'no-such-address' };

export type ProofHost = Pick<Host, 'clock' | 'prober' | 'randomBelow'>;

export interface ProofQuestion {
  readonly protocols: readonly Protocol[];
  readonly address?: string;
}

/**
 * Binds a port for a moment on every usual address, or on the one that was asked for, and lets it
 * go. Only a proven port can be had at this moment; a family that this machine lacks proves nothing.
 */
export async function provePort(
  host: ProofHost,
  port: number,
  { protocols, address }: ProofQuestion,
): Promise<Proof> {
  let isBound = false;
  for (const protocol of protocols) {
    for (const local of address === undefined ? USUAL_ADDRESSES : [address]) {
      const tried = await retryPassing(host, () => host.prober.tryBind(protocol, local, port));
      if (tried.kind === 'bound') isBound = true;
      else if (!MISSING_FAMILY.has(tried.errno)) return tried;
      else if (address !== undefined) return { kind: 'no-such-address' };
    }
  }
  return isBound ? { kind: 'bindable' } : { kind: 'refused', errno: 'EAFNOSUPPORT' };
}

/**
 * Tries again what failed for want of something that may be back in a moment, a few times; any
 * other refusal would be the same the next time.
 */
export async function retryPassing<Tried extends { readonly kind: string }>(
  host: Pick<Host, 'clock' | 'randomBelow'>,
  attempt: () => Promise<Tried | { readonly kind: 'refused'; readonly errno: string }>,
): Promise<Tried | { readonly kind: 'refused'; readonly errno: string }> {
  for (let tries = 1; ; tries += 1) {
    const tried = await attempt();
    const isPassing = 'errno' in tried && PASSING.has(tried.errno);
    if (!isPassing || tries === TRIES_MAX) return tried;
    await host.clock.sleep(toDelayMs(tries, host.randomBelow));
  }
}

/** Twice as long each time, and a part of it by chance, so that two who wait do not meet again. */
export function toDelayMs(tries: number, randomBelow: RandomBelow): number {
  const wholeMs = Math.min(FIRST_DELAY_MS * 2 ** (tries - 1), DELAY_MAX_MS);
  return wholeMs / 2 + randomBelow(Math.floor(wholeMs / 2) + 1);
}

/** What a refused bind says of the port. */
export function toReason(
  errno: string,
  port: number,
  limits: PortLimits | undefined,
): PassedOverReason {
  if (errno === 'EADDRINUSE') return 'in-use';
  if (PASSING.has(errno)) return 'untestable';
  const isPrivileged = limits !== undefined && port < limits.unprivilegedFrom;
  return isPrivileged && errno === 'EACCES' ? 'privileged' : 'not-permitted';
}
