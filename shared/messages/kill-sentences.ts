import type { KillOutcome, KillWarning } from '../kill.ts';
import type { LaunchOutcome } from '../launch.ts';
import { toCameBack } from './came-back.ts';
import { toNames, toSafeText } from './safe-text.ts';
import type { MessageKey, MessageValues, Translate } from './translator.ts';

/** What a kill came to. `port` is the one that was to be freed. */
export function toKillSentence(outcome: KillOutcome, port: number, t: Translate): string {
  const values = { port: String(port) };
  switch (outcome.kind) {
    case 'freed':
      return toFreedSentence(outcome, port, t);
    case 'still-held':
      return t(toStillHeldKey(outcome), {
        ...values,
        names: toNames(outcome.holders),
        count: outcome.holders.length,
        seconds: Math.round(outcome.afterMs / 1000),
      });
    case 'taken-again':
      return t(toTakenAgainKey(outcome), {
        ...values,
        names: toNames(outcome.holders),
        pid: String(outcome.holders[0]?.identity.pid ?? ''),
        by: toSafeText(outcome.by ?? '', 60),
      });
    case 'restarted':
      return t('kill.restarted', { name: toSafeText(outcome.name), ms: outcome.afterMs });
    case 'already-free':
      return t('kill.already-free', values);
    case 'changed':
      return t('kill.changed');
    case 'refused':
      return t(`kill-refusal.${outcome.reason}`, {
        name: toSafeText(outcome.name, 40),
        user: toSafeText(outcome.user, 40),
      });
    case 'not-permitted':
      return t('kill.not-permitted', {
        user: toSafeText(outcome.user, 40),
        command: outcome.command,
      });
    case 'not-elevated':
      return t(`kill.not-elevated-${outcome.reason}`, { command: outcome.command });
    case 'unit-failed': {
      const { unit, command } = outcome;
      return t(`kill.unit-failed-${outcome.reason}`, { unit: toSafeText(unit), command });
    }
    case 'engine-failed': {
      const { name, command } = outcome;
      return t(`kill.engine-failed-${outcome.reason}`, { name: toSafeText(name), command });
    }
    case 'scan-failed':
      return t(outcome.wasSignalled ? 'kill.scan-failed-after' : 'kill.scan-failed-before');
  }
}

function toFreedSentence(
  outcome: Extract<KillOutcome, { kind: 'freed' }>,
  port: number,
  t: Translate,
): string {
  const { afterMs, means, way, remainder } = outcome;
  const isStopped = way === 'unit' || way === 'container' || way === 'container-restart';
  const what = isStopped ? way.replace('-restart', '') : means;
  const values = { port: String(port), ms: afterMs, what };
  const isOthers = remainder === 'shared' || remainder === 'elsewhere';
  const freed = t(isOthers ? 'kill.given-up' : 'kill.freed', values);
  if (remainder === undefined) return freed;
  return t('kill.freed-but', { freed, remainder: t(`kill.remainder-${remainder}`) });
}

function toStillHeldKey({
  means,
  because,
}: Extract<KillOutcome, { kind: 'still-held' }>): MessageKey {
  const isOutlived =
    because === 'slow' ||
    because === 'stopped' ||
    because === 'traced' ||
    because === 'ignores-term';
  return means === 'force' && isOutlived ? 'kill.still-held-forced' : `kill.still-held-${because}`;
}

function toTakenAgainKey({
  isSameProgram,
  by,
  isShellLoop,
}: Extract<KillOutcome, { kind: 'taken-again' }>) {
  return isSameProgram ? (`kill.${toCameBack({ by, isShellLoop })}` as const) : 'kill.taken-again';
}

/** A message with what stands in its gaps, and what it chooses by without showing it. */
export interface WarningWords {
  readonly key: MessageKey;
  readonly values: MessageValues;
  readonly choice?: Readonly<Record<string, string>>;
}

/** What a careful person wants to know before a kill of `count` processes. */
export function toWarningWords(warning: KillWarning, count: number): WarningWords {
  switch (warning.kind) {
    case 'several-owners':
    case 'connected-clients':
      return { key: `kill-warning.${warning.kind}`, values: { count: warning.count } };
    case 'another-user': {
      const key = count > 1 ? 'kill-warning.some-of-another-user' : 'kill-warning.another-user';
      return { key, values: { user: warning.user } };
    }
    case 'unit':
      return toUnitWords(warning, count);
    case 'watcher': {
      const key = warning.isShellLoop ? 'kill-warning.shell-loop' : 'kill-warning.watcher';
      return { key, values: { name: warning.name, count } };
    }
    case 'engine-silent':
      return {
        key: 'kill-warning.engine-silent',
        values: {},
        // The message syntax knows no hyphens in its choices.
        choice: { reason: warning.reason.replaceAll('-', '_') },
      };
    case 'traced':
      return {
        key: warning.tracer === undefined ? 'kill-warning.traced' : 'kill-warning.traced-by',
        values: { name: warning.name, tracer: warning.tracer ?? '' },
      };
    case 'container':
    case 'leaked-socket':
    case 'inherited-socket':
    case 'ignores-term':
    case 'force-only':
    case 'stopped':
    case 'uninterruptible':
    case 'session':
      return { key: `kill-warning.${warning.kind}`, values: { name: warning.name } };
  }
}

/** The same as plain text, for a terminal. */
export function toWarningText(warning: KillWarning, count: number, t: Translate): string {
  const { key, values, choice } = toWarningWords(warning, count);
  const safe = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? toSafeText(value) : value,
  ]);
  return t(key, { ...choice, ...Object.fromEntries(safe) });
}

function toUnitWords(
  { unit, facts }: Extract<KillWarning, { kind: 'unit' }>,
  count: number,
): WarningWords {
  const sockets = facts?.triggeredBy ?? [];
  if (sockets.length > 0) {
    return {
      key: 'kill-warning.unit-triggered',
      values: { unit: unit.name, sockets: sockets.join(', ') },
    };
  }
  const restarts = facts === undefined ? 'unknown' : facts.restarts ? 'yes' : 'no';
  return { key: 'kill-warning.unit', values: { unit: unit.name, count }, choice: { restarts } };
}

/** What starting a process again came to. `port` is the one that it had. */
export function toLaunchSentence(
  outcome: LaunchOutcome,
  { name, port }: { readonly name: string; readonly port: number },
  t: Translate,
): string {
  const safeName = toSafeText(name);
  switch (outcome.kind) {
    case 'started':
      return t(outcome.port === port ? 'start.started' : 'start.asked', {
        name: safeName,
        port: String(outcome.port),
        pid: String(outcome.pid),
      });
    case 'failed':
      return t(`start.failed-${outcome.reason}`, { name: safeName });
    case 'no-port':
      return t('start.no-port', { port: String(port) });
    case 'forgotten':
      return t('start.forgotten');
  }
}
