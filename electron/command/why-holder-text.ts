import { formatLocalAddress, type Listener, type Owner } from '../../shared/listener.ts';
import { toSafeText, toShortPath } from '../../shared/messages/sentences.ts';
import type { Translate } from '../../shared/messages/translate.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { toTitle } from '../../shared/titles.ts';
import type { PortHolder, ProcessStory, WhyReport } from '../../shared/why.ts';
import { describeOwner } from '../core/wording.ts';
import { formatTable } from './columns.ts';
import { toShortId } from './stop-command.ts';
import { toDuration, toMoment } from './time.ts';

export interface WhyWords {
  readonly snapshot: Snapshot;
  /** Wall clock, in milliseconds. */
  readonly nowMs: number;
  readonly t: Translate;
}

const CHAIN_MAX = 7;
const COMMAND_LENGTH_MAX = 160;
const PIDS_MAX = 8;

/** One holder as a table: what a person wants to know of it. */
export function toHolderLines(
  holder: PortHolder,
  report: WhyReport,
  words: WhyWords,
): readonly string[] {
  const { snapshot, t } = words;
  const first = holder.processes[0];
  const rows: (readonly [string, string])[] = [
    [t('why.label-address'), toAddresses(holder.listeners, t)],
  ];
  if (first === undefined) {
    rows.push([t('why.label-user'), toUser(holder)]);
    return [...toHolderHeading(holder, report, words), formatRows(rows), toHiddenNext(report, t)];
  }
  const { owner, story } = first;
  rows.push([t('why.label-process'), toPids(holder, t)]);
  if (owner.command !== '') {
    rows.push([t('why.label-command'), toSafeText(owner.command, COMMAND_LENGTH_MAX)]);
  }
  const folder = owner.project ?? owner.cwd;
  if (folder !== undefined) {
    rows.push([t('why.label-folder'), toSafeText(toShortPath(folder, snapshot.homeFolder))]);
  }
  rows.push([t('why.label-user'), toSafeText(owner.user, 40)]);
  const since = toSince(owner, words);
  if (since !== undefined) rows.push([t('why.label-since'), since]);
  if (story !== undefined) {
    rows.push([t('why.label-started-by'), toChain(story, t)]);
    const places = toPlaces(story, t);
    if (places !== '') rows.push([t('why.label-runs-in'), places]);
  }
  if (report.holders.length === 1 && report.protocol === 'tcp') {
    rows.push([
      t('why.label-clients'),
      report.clients === undefined
        ? t('why.clients-unknown')
        : t('why.clients', { count: report.clients }),
    ]);
  }
  return [...toHolderHeading(holder, report, words), formatRows(rows)];
}

/** Only where there are several to tell apart. */
function toHolderHeading(
  holder: PortHolder,
  report: WhyReport,
  { snapshot, t }: WhyWords,
): readonly string[] {
  if (report.holders.length < 2) return [];
  const owner = holder.processes[0]?.owner;
  return [
    owner === undefined
      ? t('why.holder-hidden', { user: toUser(holder) })
      : describeOwner(owner, snapshot.homeFolder, t),
  ];
}

function toHiddenNext(report: WhyReport, t: Translate): string {
  const flags = report.protocol === 'tcp' ? '-ltnp' : '-lunp';
  return t('why.hidden-next', { command: `sudo ss ${flags} 'sport = :${report.port}'` });
}

function toAddresses(listeners: readonly Listener[], t: Translate): string {
  const scopes = [...new Set(listeners.map(({ scope }) => scope))];
  const isOne = scopes.length === 1;
  const addresses = listeners.map(({ address, port, scope }) => {
    const text = formatLocalAddress(address, port);
    return isOne ? text : t('why.with-scope', { address: text, scope: t(`why.scope-${scope}`) });
  });
  const [scope] = scopes;
  const all = addresses.join(', ');
  return isOne && scope !== undefined
    ? t('why.with-scope', { address: all, scope: t(`why.scope-${scope}`) })
    : all;
}

function toPids({ processes }: PortHolder, t: Translate): string {
  const pids = processes.map(({ owner }) => owner.identity.pid);
  if (pids.length === 1) return t('why.pid', { pid: String(pids[0]) });
  const shown = pids.slice(0, PIDS_MAX).join(', ');
  return t('why.pids', { pids: pids.length > PIDS_MAX ? `${shown}, …` : shown });
}

function toSince(owner: Owner, { nowMs, snapshot, t }: WhyWords): string | undefined {
  const startedMs = Date.parse(owner.startedAt ?? '');
  if (Number.isNaN(startedMs)) return undefined;
  return t('why.since', {
    moment: toMoment(startedMs, nowMs, snapshot.locale),
    age: toDuration(nowMs - startedMs, t),
  });
}

/** From the outermost to the nearest: `GNOME Terminal (880) > zsh (4600) > npm run dev (4690)`. */
function toChain(story: ProcessStory, t: Translate): string {
  if (story.ancestors.length === 0) {
    return story.unit === undefined && story.container === undefined
      ? t('why.starter-is-gone')
      : 'systemd';
  }
  const names = story.ancestors.map((ancestor) => {
    const { pid } = ancestor.identity;
    const known = story.startedBy.find((starter) => starter.pid === pid);
    return `${known?.name ?? toTitle(ancestor).text} (${pid})`;
  });
  const chain = names.slice(0, CHAIN_MAX).toReversed();
  if (names.length > CHAIN_MAX) chain.unshift('…');
  return chain.join(' > ');
}

function toPlaces(story: ProcessStory, t: Translate): string {
  const { unit, container, terminal } = story;
  return [
    container === undefined
      ? undefined
      : t('why.container', {
          runtime: toSafeText(container.runtime, 40),
          id: toSafeText(toShortId(container.id), 40),
        }),
    unit === undefined
      ? undefined
      : t(unit.isUserUnit ? 'why.user-unit' : 'why.unit', { name: toSafeText(unit.name) }),
    terminal === undefined ? undefined : t('why.terminal', { terminal }),
  ]
    .filter((place) => place !== undefined)
    .join(', ');
}

function formatRows(rows: readonly (readonly [string, string])[]): string {
  return formatTable(rows.map(([label, value]) => [`  ${label}`, value]));
}

/** The account that opened the holder's sockets. */
export function toUser(holder: PortHolder | undefined): string {
  return toSafeText(holder?.listeners[0]?.user ?? '', 40);
}
