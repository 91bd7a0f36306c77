import { toRangeWords } from '../../shared/messages/range-words.ts';
import { formatLocalAddress } from '../../shared/address.ts';
import { toAlsoHeldWords, listAlsoHeld } from '../../shared/also-held.ts';
import type { Owner } from '../../shared/listener.ts';
import { toPortKeepers } from '../../shared/port-keepers.ts';
import type { BindCause, PortHolder, WhyReport } from '../../shared/why.ts';
import { sayKillRefusal, sayKillWarning } from './kill-words.ts';
import { sayOwner } from './listener-words.ts';
import type { Saying } from './saying.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The answer to "why?" in one sentence. */
export function sayWhy(report: WhyReport, homeFolder: string): Saying {
  const values = { port: String(report.port), protocol: report.protocol.toUpperCase() };
  if (report.state !== 'held') return { key: `why.${report.state}`, values };
  const [holder] = report.holders;
  if (report.holders.length > 1) {
    return { key: 'why.held-several', values: { ...values, count: report.holders.length } };
  }
  const owner = holder?.processes[0]?.owner;
  if (owner === undefined) {
    const isUnseen = holder?.killPlan?.refusal?.reason === 'no-process';
    const user = holder?.listeners[0]?.user ?? '';
    return { key: isUnseen ? 'why.held-unseen' : 'why.held-hidden', values: { ...values, user } };
  }
  return { key: 'why.held', values: { ...values, holder: sayOwner(owner, homeFolder) } };
}

/** What more is known: who else has a part in it, and what one should know of a usable port. */
export function sayCircumstances(report: WhyReport, homeFolder: string): readonly Saying[] {
  return [
    ...(report.state === 'held'
      ? []
      : report.causes.flatMap((cause) => sayCause(cause, report, homeFolder))),
    ...sayNotes(report, homeFolder),
    ...sayStartOrder(report, homeFolder),
    ...sayLocalhost(report, homeFolder),
  ];
}

function sayCause(cause: BindCause, report: WhyReport, homeFolder: string): readonly Saying[] {
  switch (cause.kind) {
    case 'listener':
      return [];
    case 'outgoing-connection':
      return sayConnections('outgoing', cause.count, report, homeFolder);
    case 'leftover-connection':
      return sayConnections('leftover', cause.count, report, homeFolder);
    case 'half-closed-connection':
      return sayHalfClosed('cause', report, homeFolder);
    case 'closing-connection':
      return [{ key: 'why.cause-closing', values: { count: cause.count } }];
    case 'bound':
      return toPortKeepers(report.uses, 'bound').map(({ owner }) =>
        owner === undefined
          ? { key: 'why.cause-bound-hidden' }
          : { key: 'why.cause-bound', values: { holder: sayWithPid(owner, homeFolder) } },
      );
    case 'bound-unlisted':
      return [{ key: 'why.cause-unlisted' }];
    case 'privileged':
      return [{ key: 'why.cause-privileged', values: { from: String(cause.unprivilegedFrom) } }];
    case 'excluded':
      return [{ key: 'why.cause-excluded', values: toRangeWords(cause) }];
    case 'not-permitted':
      return [{ key: 'why.cause-not-permitted' }];
    case 'unknown':
      return [{ key: 'why.cause-unknown', values: { errno: cause.errno } }];
  }
}

function sayConnections(
  kind: 'outgoing' | 'leftover' | 'open',
  count: number,
  report: WhyReport,
  homeFolder: string,
): readonly Saying[] {
  const connected = (report.uses ?? []).filter(({ state }) => state === 'connected');
  const use = connected.find(({ owners }) => owners.length > 0) ?? connected[0];
  if (use === undefined) return [];
  const [owner] = use.owners;
  const remote = formatLocalAddress(use.remoteAddress ?? '', use.remotePort ?? 0);
  const sentence: Saying =
    owner === undefined
      ? { key: `why.cause-${kind}-hidden`, values: { remote } }
      : { key: `why.cause-${kind}`, values: { holder: sayWithPid(owner, homeFolder), remote } };
  return count > 1
    ? [sentence, { key: 'why.cause-more', values: { count: count - 1 } }]
    : [sentence];
}

function sayHalfClosed(
  kind: 'cause' | 'note',
  { uses }: WhyReport,
  homeFolder: string,
): readonly Saying[] {
  return toPortKeepers(uses, 'half-closed').map(({ owner, count }) =>
    owner === undefined
      ? { key: `why.${kind}-half-closed-hidden`, values: { count } }
      : {
          key: `why.${kind}-half-closed`,
          values: { holder: sayWithPid(owner, homeFolder), count },
        },
  );
}

function sayNotes(report: WhyReport, homeFolder: string): readonly Saying[] {
  const { limits, uses = [], state } = report;
  if (state === 'held') return [];
  const notes: Saying[] = [];
  if (state === 'free') {
    const connected = uses.filter((use) => use.state === 'connected').length;
    if (connected > 0) notes.push(...sayConnections('open', connected, report, homeFolder));
    notes.push(...sayHalfClosed('note', report, homeFolder));
    const closing = uses.filter((use) => use.state === 'closing').length;
    if (closing > 0) notes.push({ key: 'why.note-closing', values: { count: closing } });
    if (report.coverage === 'partial') notes.push({ key: 'why.note-partial' });
  }
  if (limits?.isEphemeral === true && !limits.isReserved) {
    const { from, to } = limits.ephemeral;
    notes.push({ key: 'why.note-ephemeral', values: { from: String(from), to: String(to) } });
  }
  return notes;
}

function sayStartOrder(report: WhyReport, homeFolder: string): readonly Saying[] {
  const [first, second] = report.startOrder;
  if (first === undefined || second === undefined) return [];
  const values = {
    first: sayWithPid(first.owner, homeFolder),
    second: sayWithPid(second.owner, homeFolder),
  };
  const order: Saying =
    second.afterFirstMs === 0
      ? { key: 'why.first-same', values }
      : { key: 'why.first', values: { ...values, gap: sayDuration(second.afterFirstMs) } };
  const elsewhere = report.startOrder.filter(({ role }) => role === 'expected');
  return [
    order,
    ...elsewhere.map(({ owner, port }): Saying => ({
      key: 'why.first-elsewhere',
      values: { service: sayWithPid(owner, homeFolder), port: String(port) },
    })),
  ];
}

function sayLocalhost({ localhost }: WhyReport, homeFolder: string): readonly Saying[] {
  if (localhost === undefined) return [];
  const address = localhost.first === 4 ? '127.0.0.1' : '::1';
  if (localhost.reaches === undefined)
    return [{ key: 'why.localhost-misses', values: { address } }];
  const holder = sayWithPid(localhost.reaches, homeFolder);
  return [{ key: 'why.localhost-reaches', values: { address, holder } }];
}

/** What a kill of this holder would bring with it; empty where there is nobody to kill. */
export function sayKillEffects(holder: PortHolder, report: WhyReport): readonly Saying[] {
  const plan = holder.killPlan;
  if (plan === undefined || holder.processes.length === 0) return [];
  if (plan.refusal !== undefined) return [sayKillRefusal(plan.refusal)];
  const warnings = plan.warnings.map((warning) => sayKillWarning(warning, plan.targets.length));
  const alsoHeld = listAlsoHeld([plan], holder.listeners);
  const addresses = toAlsoHeldWords(alsoHeld, report.protocol).join(', ');
  const effects: readonly Saying[] = [
    ...warnings,
    ...(alsoHeld.length === 0
      ? []
      : [{ key: 'why.kill-also-holds', values: { addresses } } as const]),
  ];
  if (effects.length > 0) return effects;
  return [{ key: report.holders.length < 2 ? 'why.kill-none' : 'why.kill-none-shared' }];
}

function sayWithPid(owner: Owner, homeFolder: string): Saying {
  return {
    key: 'title.with-pid',
    values: { title: sayOwner(owner, homeFolder), pid: String(owner.identity.pid) },
  };
}

/** `0.4 s`, `12 s`, `3 min`, `2 h 14 min`, `4 d 2 h`. */
function sayDuration(ms: number): Saying {
  if (ms < MINUTE_MS) {
    const seconds = ms / 1000;
    return {
      key: 'duration.seconds',
      values: { seconds: seconds < 10 ? seconds.toFixed(1) : String(Math.round(seconds)) },
    };
  }
  const minutes = Math.floor(ms / MINUTE_MS);
  const hours = Math.floor(ms / HOUR_MS);
  if (ms < HOUR_MS) return { key: 'duration.minutes', values: { minutes } };
  if (ms < DAY_MS) return { key: 'duration.hours', values: { hours, minutes: minutes % 60 } };
  return { key: 'duration.days', values: { days: Math.floor(hours / 24), hours: hours % 24 } };
}
