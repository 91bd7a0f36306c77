import { formatLocalAddress } from '../../../shared/address.ts';
import { toAlsoHeldWords, listAlsoHeld } from '../../../shared/also-held.ts';
import type { Owner } from '../../../shared/listener.ts';
import { toWarningText } from '../../../shared/messages/kill-sentences.ts';
import { toRangeWords } from '../../../shared/messages/range-words.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import { toPortKeepers } from '../../../shared/port-keepers.ts';
import type { BindCause, PortHolder, WhyReport } from '../../../shared/why.ts';
import { toWatchedLine } from '../../core/terminal-lines.ts';
import { toStopForGood } from '../../core/kill/stop-commands.ts';
import { describeOwner } from '../../core/wording.ts';
import { toDuration } from '../output/time.ts';
import { toHolderLines, toUser, type WhyWords } from './why-holder-text.ts';

/** `portreeve why`: who, since when, from where, what a kill does, and what stands in the way. */
export function toWhyText(report: WhyReport, words: WhyWords): string {
  const parts = [
    [toHeadline(report, words), ...toCauseLines(report, words), ...toNotes(report, words)],
    ...report.holders.map((holder) => toHolderLines(holder, report, words)),
    toWatchedLines(report, words),
    [...toFirstLines(report, words), ...toLocalhostLines(report, words)],
    ...report.holders.map((holder) => toKillLines(holder, report, words)),
    toBindLines(report, words),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function toHeadline(report: WhyReport, { snapshot, t }: WhyWords): string {
  const values = { port: String(report.port), protocol: report.protocol.toUpperCase() };
  if (report.state !== 'held') return t(`why.${report.state}`, values);
  const [holder] = report.holders;
  if (report.holders.length > 1) {
    return t('why.held-several', { ...values, count: report.holders.length });
  }
  const owner = holder?.processes[0]?.owner;
  const isUnseen = holder?.killPlan?.refusal?.reason === 'no-process';
  return owner === undefined
    ? t(isUnseen ? 'why.held-unseen' : 'why.held-hidden', { ...values, user: toUser(holder) })
    : t('why.held', { ...values, holder: describeOwner(owner, snapshot.homeFolder, t) });
}

/** Nobody listens, and still it is taken: everything that is known of why. */
function toCauseLines(report: WhyReport, words: WhyWords): readonly string[] {
  if (report.state === 'held') return [];
  const causes = report.causes.flatMap((cause) => toCauseSentences(cause, report, words));
  const errnos = new Set(
    report.binds.flatMap(({ result }) => (result.kind === 'refused' ? [result.errno] : [])),
  );
  if (errnos.size === 0) return causes;
  return [...causes, words.t('why.refused-with', { errnos: [...errnos].join(', ') })];
}

function toCauseSentences(cause: BindCause, report: WhyReport, words: WhyWords): readonly string[] {
  const { t } = words;
  switch (cause.kind) {
    case 'listener':
      return [];
    case 'outgoing-connection':
      return toConnectionSentences('outgoing', cause.count, report, words);
    case 'leftover-connection':
      return toConnectionSentences('leftover', cause.count, report, words);
    case 'half-closed-connection':
      return toHalfClosedSentences('cause', report, words);
    case 'closing-connection':
      return [t('why.cause-closing', { count: cause.count })];
    case 'bound':
      return toPortKeepers(report.uses, 'bound').map(({ owner }) =>
        owner === undefined
          ? t('why.cause-bound-hidden')
          : t('why.cause-bound', { holder: toHolderWithPid(owner, words.snapshot.homeFolder, t) }),
      );
    case 'bound-unlisted':
      return [t('why.cause-unlisted')];
    case 'privileged':
      return [t('why.cause-privileged', { from: String(cause.unprivilegedFrom) })];
    case 'excluded':
      return [t('why.cause-excluded', toRangeWords(cause))];
    case 'not-permitted':
      return [t('why.cause-not-permitted')];
    case 'unknown':
      return [t('why.cause-unknown', { errno: cause.errno })];
  }
}

function toConnectionSentences(
  kind: 'outgoing' | 'leftover' | 'open',
  count: number,
  report: WhyReport,
  words: WhyWords,
): readonly string[] {
  const { snapshot, t } = words;
  const connected = (report.uses ?? []).filter(({ state }) => state === 'connected');
  const use = connected.find(({ owners }) => owners.length > 0) ?? connected[0];
  if (use === undefined) return [];
  const owner = use.owners[0];
  const remote = formatLocalAddress(use.remoteAddress ?? '', use.remotePort ?? 0);
  const sentence =
    owner === undefined
      ? t(`why.cause-${kind}-hidden`, { remote })
      : t(`why.cause-${kind}`, {
          holder: toHolderWithPid(owner, snapshot.homeFolder, t),
          remote,
        });
  return count > 1 ? [sentence, t('why.cause-more', { count: count - 1 })] : [sentence];
}

function toHalfClosedSentences(
  kind: 'cause' | 'note',
  { uses }: WhyReport,
  { snapshot, t }: WhyWords,
): readonly string[] {
  return toPortKeepers(uses, 'half-closed').map(({ owner, count }) =>
    owner === undefined
      ? t(`why.${kind}-half-closed-hidden`, { count })
      : t(`why.${kind}-half-closed`, {
          holder: toHolderWithPid(owner, snapshot.homeFolder, t),
          count,
        }),
  );
}

/** What a person should know of a port that can be used. */
function toNotes(report: WhyReport, words: WhyWords): readonly string[] {
  const { t } = words;
  const { limits, uses } = report;
  const notes: string[] = [];
  if (report.state === 'free') {
    const connected = uses?.filter(({ state }) => state === 'connected').length ?? 0;
    if (connected > 0) notes.push(...toConnectionSentences('open', connected, report, words));
    notes.push(...toHalfClosedSentences('note', report, words));
    const closing = uses?.filter(({ state }) => state === 'closing').length ?? 0;
    if (closing > 0) notes.push(t('why.note-closing', { count: closing }));
    if (report.coverage === 'partial') notes.push(t('why.note-partial'));
  }
  const isLendable = limits?.isEphemeral === true && !limits.isReserved;
  if (isLendable && report.state !== 'held') {
    notes.push(
      t('why.note-ephemeral', {
        from: String(limits.ephemeral.from),
        to: String(limits.ephemeral.to),
      }),
    );
  }
  return notes;
}

function toWatchedLines(report: WhyReport, { snapshot, t }: WhyWords): readonly string[] {
  return snapshot.watched
    .filter(({ watchedPort }) => report.watched.some(({ id }) => id === watchedPort.id))
    .map((view) => t('why.watched', { line: toWatchedLine(view, snapshot, t) }));
}

function toFirstLines(report: WhyReport, { snapshot, t }: WhyWords): readonly string[] {
  const [first, second] = report.startOrder;
  if (first === undefined || second === undefined) return [];
  const name = (owner: Owner): string => toHolderWithPid(owner, snapshot.homeFolder, t);
  const values = { first: name(first.owner), second: name(second.owner) };
  const gapMs = second.afterFirstMs;
  const order =
    gapMs === 0
      ? t('why.first-same', values)
      : t('why.first', { ...values, gap: toDuration(gapMs, t) });
  const elsewhere = report.startOrder.filter(({ role }) => role === 'expected');
  return [
    order,
    ...elsewhere.map(({ owner, port }) =>
      t('why.first-elsewhere', { service: name(owner), port: String(port) }),
    ),
  ];
}

function toLocalhostLines(report: WhyReport, { snapshot, t }: WhyWords): readonly string[] {
  const { localhost } = report;
  if (localhost === undefined) return [];
  const address = localhost.first === 4 ? '127.0.0.1' : '::1';
  return [
    localhost.reaches === undefined
      ? t('why.localhost-misses', { address })
      : t('why.localhost-reaches', {
          address,
          holder: toHolderWithPid(localhost.reaches, snapshot.homeFolder, t),
        }),
  ];
}

function toKillLines(
  holder: PortHolder,
  report: WhyReport,
  { snapshot, t }: WhyWords,
): readonly string[] {
  const plan = holder.killPlan;
  const owner = holder.processes[0]?.owner;
  if (plan === undefined || owner === undefined) return [];
  const kept = snapshot.watched.find(
    ({ watchedPort, verdict }) =>
      verdict.kind === 'held' && report.watched.some(({ id }) => id === watchedPort.id),
  );
  if (kept !== undefined && report.holders.length === 1) {
    const { name } = kept.watchedPort;
    return [t('why.kill-title'), `  ${t('command.why-kept', { name: toSafeText(name) })}`];
  }
  const title =
    report.holders.length < 2
      ? t('why.kill-title')
      : t('why.kill-title-of', { holder: toHolderWithPid(owner, snapshot.homeFolder, t) });
  const lines: string[] = [];
  if (plan.refusal === undefined) {
    for (const warning of plan.warnings) {
      lines.push(toWarningText(warning, plan.targets.length, t));
    }
    const alsoHeld = listAlsoHeld([plan], holder.listeners);
    if (alsoHeld.length > 0) {
      const addresses = toAlsoHeldWords(alsoHeld, report.protocol).join(t('list.separator'));
      lines.push(t('why.kill-also-holds', { addresses }));
    }
    const isAlone = report.holders.length < 2;
    if (lines.length === 0) lines.push(t(isAlone ? 'why.kill-none' : 'why.kill-none-shared'));
  } else {
    const { reason, name, user } = plan.refusal;
    lines.push(t(`kill-refusal.${reason}`, { name: toSafeText(name, 40), user: toSafeText(user) }));
  }
  const command = toStopForGood(plan, holder.processes);
  if (command !== undefined) lines.push(t('why.kill-stop-instead', { command }));
  return [title, ...lines.map((line) => `  ${line}`)];
}

function toBindLines(report: WhyReport, { t }: WhyWords): readonly string[] {
  if (report.state !== 'held') return [];
  const format = (isFree: boolean): string =>
    report.binds
      .filter(({ result }) => (result.kind === 'bindable') === isFree)
      .map(({ address }) => address)
      .join(', ');
  const [free, refused] = [format(true), format(false)];
  const line =
    free === ''
      ? t('why.bind-no')
      : refused === ''
        ? t('why.bind-yes')
        : t('why.bind-some', { free, refused });
  return [t('why.bind-title'), `  ${line}`];
}

function toHolderWithPid(owner: Owner, homeFolder: string, t: Translate): string {
  return t('title.with-pid', {
    title: describeOwner(owner, homeFolder, t),
    pid: String(owner.identity.pid),
  });
}
