import type { Protocol } from '../../../shared/listener.ts';
import { parsePort } from '../../../shared/port-text.ts';
import type { ArgumentProblem } from './argument-problem.ts';
import type { KillAsked } from './parse-kill.ts';
import { findClash } from './parse-lease.ts';

export interface ReassignAsked {
  readonly kind: 'reassign';
  readonly asksJson: boolean;
  readonly target: KillAsked['target'];
  readonly protocol: Protocol | undefined;
  /** Absent: as its watched port says. */
  readonly to: number | undefined;
  readonly isDryRun: boolean;
  /** Absent: only where nobody is surprised by it. */
  readonly restarts: boolean | undefined;
  readonly isAgreed: boolean;
}

export interface UndoAsked {
  readonly kind: 'undo';
  readonly asksJson: boolean;
  /** Of the move in the history, or how it begins; absent: the last one. */
  readonly id: string | undefined;
  readonly isDryRun: boolean;
  readonly isAgreed: boolean;
  /** Only shows which moves there are. */
  readonly isList: boolean;
}

/** Reads what follows `portreeve reassign`. */
export function toReassignAsked(
  target: string | undefined,
  flags: ReadonlyMap<string, string>,
  protocol: Protocol | undefined,
): ReassignAsked | ArgumentProblem {
  if (target === undefined || target.trim() === '') {
    return { kind: 'value-missing', flag: 'reassign', wanted: 'port-or-name' };
  }
  const parsed = parsePort(target);
  // What looks like a number is never taken for a name.
  if (parsed.kind === 'invalid' && /^\d+$/.test(target.trim())) {
    return { kind: 'value-bad', flag: 'reassign', value: target, wanted: 'port' };
  }
  const toText = flags.get('--to');
  const to = toText === undefined ? undefined : parsePort(toText);
  if (to?.kind === 'invalid') {
    return { kind: 'value-bad', flag: '--to', value: toText ?? '', wanted: 'port' };
  }
  if (flags.has('--restart') && flags.has('--no-restart')) {
    return { kind: 'not-together', flag: '--restart', other: '--no-restart' };
  }
  const agreement = toAgreement(flags);
  if ('kind' in agreement) return agreement;
  return {
    kind: 'reassign',
    ...agreement,
    target:
      parsed.kind === 'port'
        ? { kind: 'port', port: parsed.port }
        : { kind: 'name', name: target.trim() },
    protocol: flags.has('--udp') ? 'udp' : protocol,
    to: to?.port,
    restarts: flags.has('--restart') ? true : flags.has('--no-restart') ? false : undefined,
  };
}

/** Reads what follows `portreeve undo`. */
export function toUndoAsked(
  id: string | undefined,
  flags: ReadonlyMap<string, string>,
): UndoAsked | ArgumentProblem {
  const isList = flags.has('--list');
  if (isList) {
    const clash = findClash(flags, [
      ['--list', '--dry-run'],
      ['--list', '--yes'],
    ]);
    if (clash !== undefined) return clash;
    if (id !== undefined) return { kind: 'unknown', argument: id };
    const asksJson = flags.has('--json');
    return { kind: 'undo', asksJson, isDryRun: true, isAgreed: false, isList, id };
  }
  const agreement = toAgreement(flags);
  return 'kind' in agreement ? agreement : { kind: 'undo', ...agreement, isList, id };
}

/** A document answers a program, and a program cannot be asked. */
function toAgreement(
  flags: ReadonlyMap<string, string>,
): Pick<UndoAsked, 'asksJson' | 'isDryRun' | 'isAgreed'> | ArgumentProblem {
  const asksJson = flags.has('--json');
  const isDryRun = flags.has('--dry-run');
  const isAgreed = flags.has('--yes');
  if (isDryRun && isAgreed) return { kind: 'not-together', flag: '--dry-run', other: '--yes' };
  if (asksJson && !isAgreed && !isDryRun) return { kind: 'json-unagreed' };
  return { asksJson, isDryRun, isAgreed };
}
