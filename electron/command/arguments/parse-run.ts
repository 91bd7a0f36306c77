import type { LeaseRequest } from '../../../shared/lease.ts';
import type { Protocol } from '../../../shared/listener.ts';
import type { ArgumentProblem } from './argument-problem.ts';
import { findClash, toLeaseStrategy, toName, toProtocols } from './parse-lease.ts';

export interface RunAsked {
  readonly kind: 'run';
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly [string, ...string[]];
  /** The variable that tells the program its port. */
  readonly portEnv: string | undefined;
  /** The option that does; with `=` at its end it is one word with the port. */
  readonly portFlag: string | undefined;
  /** Absent: as its watched port says, or TCP. */
  readonly protocols: readonly Protocol[] | undefined;
  readonly strategy: LeaseRequest['strategy'];
  /** How long to wait for who has the port now to be gone, in milliseconds. */
  readonly waitMs: number;
}

const USUAL_WAIT_MS = 10_000;
const WAIT_MAX_S = 600;

/** Reads what follows `portreeve run`; `command` is what stands behind `--`. */
export function toRunAsked(
  name: string | undefined,
  flags: ReadonlyMap<string, string>,
  command: readonly string[] | undefined,
): RunAsked | ArgumentProblem {
  const named = toName('run', name);
  if (typeof named !== 'string') return named;
  const [program, ...args] = command ?? [];
  if (program === undefined || program === '') {
    return { kind: 'value-missing', flag: 'run', wanted: 'command' };
  }
  const clash = findClash(flags, [
    ['--near', '--range'],
    ['--udp', '--both'],
  ]);
  if (clash !== undefined) return clash;
  const strategy = toLeaseStrategy(flags);
  if (strategy !== undefined && strategy.kind === 'value-bad') return strategy;
  const variable = flags.get('--port-env');
  if (variable !== undefined && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) {
    return { kind: 'value-bad', flag: '--port-env', value: variable, wanted: 'variable' };
  }
  const wait = flags.get('--wait');
  const waitMs = wait === undefined ? USUAL_WAIT_MS : toWaitMs(wait);
  if (waitMs === undefined) {
    return { kind: 'value-bad', flag: '--wait', value: wait ?? '', wanted: 'wait' };
  }
  const portFlag = flags.get('--port-flag');
  return {
    kind: 'run',
    name: named,
    command: [program, ...args],
    // Most programs that can be told know this one.
    portEnv: variable ?? (portFlag === undefined ? 'PORT' : undefined),
    portFlag,
    protocols: flags.has('--udp') || flags.has('--both') ? toProtocols(flags) : undefined,
    strategy,
    waitMs,
  };
}

function toWaitMs(text: string): number | undefined {
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : Infinity;
  return seconds <= WAIT_MAX_S ? seconds * 1000 : undefined;
}
