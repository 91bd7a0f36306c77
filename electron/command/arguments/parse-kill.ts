import type { Protocol } from '../../../shared/listener.ts';
import type { KillMeans, KillWayKind } from '../../../shared/kill.ts';
import { parsePort } from '../../../shared/port-text.ts';
import type { ArgumentProblem } from './argument-problem.ts';
import { KILL_WAYS } from './commands.ts';

export interface KillAsked {
  readonly kind: 'kill';
  readonly asksJson: boolean;
  readonly target:
    | { readonly kind: 'port'; readonly port: number }
    /** The watched port of this name. */
    | { readonly kind: 'name'; readonly name: string };
  /** Absent where it was not said: TCP for a number, its own for a watched port. */
  readonly protocol: Protocol | undefined;
  /** Absent: what helps best. */
  readonly way: KillWayKind | undefined;
  readonly means: KillMeans;
  readonly isAgreed: boolean;
  readonly isDryRun: boolean;
  /** The settings' where it is absent. */
  readonly graceMs: number | undefined;
}

const TIMEOUT_MIN_S = 1;
const TIMEOUT_MAX_S = 60;

/** Reads what follows `portreeve kill`. */
export function toKillAsked(
  target: string | undefined,
  flags: ReadonlyMap<string, string>,
  protocol: Protocol | undefined,
): KillAsked | ArgumentProblem {
  if (target === undefined || target.trim() === '') {
    return { kind: 'value-missing', flag: 'kill', wanted: 'port-or-name' };
  }
  const parsed = parsePort(target);
  // What looks like a number is never taken for a name.
  if (parsed.kind === 'invalid' && /^\d+$/.test(target.trim())) {
    return { kind: 'value-bad', flag: 'kill', value: target, wanted: 'port' };
  }
  const asksTree = flags.has('--tree');
  const wayText = flags.get('--way');
  if (asksTree && wayText !== undefined && wayText !== 'tree') {
    return { kind: 'not-together', flag: '--tree', other: `--way ${wayText}` };
  }
  const way = asksTree ? 'tree' : wayText;
  if (way !== undefined && !isWay(way)) {
    return { kind: 'value-bad', flag: '--way', value: way, wanted: 'way' };
  }
  const isForced = flags.has('--force');
  if (isForced && way !== undefined && !endsProcesses(way)) {
    return { kind: 'not-together', flag: '--force', other: `--way ${way}` };
  }
  const timeout = flags.get('--timeout');
  const graceMs = timeout === undefined ? undefined : toGraceMs(timeout);
  if (timeout !== undefined && graceMs === undefined) {
    return { kind: 'value-bad', flag: '--timeout', value: timeout, wanted: 'seconds' };
  }
  const [asksJson, isAgreed, isDryRun] = [
    flags.has('--json'),
    flags.has('--yes'),
    flags.has('--dry-run'),
  ];
  if (asksJson && !isAgreed && !isDryRun) return { kind: 'json-unagreed' };
  return {
    kind: 'kill',
    asksJson,
    target:
      parsed.kind === 'port'
        ? { kind: 'port', port: parsed.port }
        : { kind: 'name', name: target.trim() },
    protocol: flags.has('--udp') ? 'udp' : protocol,
    way,
    means: isForced ? 'force' : 'graceful',
    isAgreed,
    isDryRun,
    graceMs,
  };
}

/** The ways that signal processes themselves, so that they can be forced. */
export function endsProcesses(way: KillWayKind): boolean {
  return way === 'processes' || way === 'tree' || way === 'watcher';
}

function isWay(text: string): text is KillWayKind {
  return KILL_WAYS.some((way) => way === text);
}

function toGraceMs(text: string): number | undefined {
  const seconds = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return seconds >= TIMEOUT_MIN_S && seconds <= TIMEOUT_MAX_S ? seconds * 1000 : undefined;
}
