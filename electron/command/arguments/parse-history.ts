import type { Protocol } from '../../../shared/listener.ts';
import { parsePort } from '../../../shared/port-text.ts';
import type { ArgumentProblem } from './argument-problem.ts';
import { parseTime } from './parse-time.ts';

export interface HistoryAsked {
  readonly kind: 'history';
  readonly port: number | undefined;
  readonly protocol: Protocol | undefined;
  /** Wall clock, in milliseconds; who held it then. */
  readonly atMs: number | undefined;
  readonly sinceMs: number | undefined;
  readonly format: 'text' | 'json' | 'csv';
}

/** Reads what follows `portreeve history`. */
export function toHistoryAsked(
  word: string | undefined,
  flags: ReadonlyMap<string, string>,
  protocol: Protocol | undefined,
  nowMs: number,
): HistoryAsked | ArgumentProblem {
  for (const [flag, other] of [
    ['--at', '--since'],
    ['--json', '--csv'],
  ] as const) {
    if (flags.has(flag) && flags.has(other)) return { kind: 'not-together', flag, other };
  }
  const port = word === undefined ? undefined : parsePort(word);
  if (port?.kind === 'invalid') {
    return { kind: 'value-bad', flag: 'history', value: word ?? '', wanted: 'port' };
  }
  const times: Record<string, number | undefined> = {};
  for (const flag of ['--at', '--since']) {
    const value = flags.get(flag);
    if (value === undefined) continue;
    const time = parseTime(value, nowMs);
    if (time === undefined) return { kind: 'value-bad', flag, value, wanted: 'time' };
    if (time > nowMs) return { kind: 'in-future', flag, value };
    times[flag] = time;
  }
  return {
    kind: 'history',
    port: port?.port,
    protocol: flags.has('--udp') ? 'udp' : protocol,
    atMs: times['--at'],
    sinceMs: times['--since'],
    format: flags.has('--json') ? 'json' : flags.has('--csv') ? 'csv' : 'text',
  };
}
