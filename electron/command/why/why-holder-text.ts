import type { KillPlan } from '../../../shared/kill.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import { toManagerName, toUnitKey } from '../../../shared/messages/unit-words.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import { toTitle } from '../../../shared/titles.ts';
import type { PortHolder, ProcessStory, WhyReport } from '../../../shared/why.ts';
import { toShowCommand } from '../../core/show-command.ts';
import { toShortId } from '../../core/kill/stop-commands.ts';
import { describeOwner } from '../../core/wording.ts';
import {
  findContainer,
  findUnit,
  formatRows,
  toAddresses,
  toContainerRows,
  toOwnerRows,
  type Row,
  type RowWords,
} from '../output/owner-rows.ts';

export interface WhyWords {
  readonly snapshot: Snapshot;
  /** Wall clock, in milliseconds. */
  readonly nowMs: number;
  readonly t: Translate;
}

const CHAIN_MAX = 7;

function toRowWords({ snapshot, nowMs, t }: WhyWords): RowWords {
  return { homeFolder: snapshot.homeFolder, locale: snapshot.locale, nowMs, t };
}

/** One holder as a table: what a person wants to know of it. */
export function toHolderLines(
  holder: PortHolder,
  report: WhyReport,
  words: WhyWords,
): readonly string[] {
  const { t } = words;
  const first = holder.processes[0];
  const rows: Row[] = [[t('why.label-address'), toAddresses(holder.listeners, t)]];
  if (first === undefined) {
    rows.push([t('why.label-user'), toUser(holder)]);
    return [
      ...toHolderHeading(holder, report, words),
      formatRows(rows),
      '',
      toHiddenNext(holder, report, words),
    ];
  }
  const { story } = first;
  const owners = holder.processes.map((process) => process.owner);
  rows.push(...toOwnerRows(owners, toRowWords(words)), ...toContainerRows(holder.killPlan, t));
  if (story !== undefined) {
    rows.push([t('why.label-started-by'), toChain(story, t)]);
    const places = toPlaces(story, holder.killPlan, t);
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

function toHiddenNext(
  { killPlan }: PortHolder,
  { protocol, port }: WhyReport,
  { snapshot, t }: WhyWords,
): string {
  const reason = killPlan?.refusal?.reason;
  if (reason === 'no-process' || reason === 'hidden-from-root') return t(`kill-refusal.${reason}`);
  const command = toShowCommand(snapshot.system, protocol, port);
  return reason === 'own-hidden'
    ? `${t('why.own-hidden')}\n${t('why.own-hidden-next', { command })}`
    : t('why.hidden-next', { command });
}

/** From the outermost to the nearest: `GNOME Terminal (880) > zsh (4600) > npm run dev (4690)`. */
function toChain(story: ProcessStory, t: Translate): string {
  if (story.ancestors.length === 0) {
    if (story.unit !== undefined || story.container !== undefined) {
      return toManagerName(story.unit);
    }
    return t(story.isStarterHidden === true ? 'why.starter-is-hidden' : 'why.starter-is-gone');
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

function toPlaces(story: ProcessStory, plan: KillPlan | undefined, t: Translate): string {
  const { container, terminal } = story;
  const unit = story.unit ?? findUnit(plan);
  return [
    // Where its engine told more of it, that has a row of its own.
    container === undefined || findContainer(plan) !== undefined
      ? undefined
      : t('why.container', {
          runtime: toSafeText(container.runtime, 40),
          id: toSafeText(toShortId(container.id), 40),
        }),
    unit === undefined ? undefined : t(toUnitKey(unit), { name: toSafeText(unit.name) }),
    terminal === undefined ? undefined : t('why.terminal', { terminal }),
  ]
    .filter((place) => place !== undefined)
    .join(', ');
}

/** The account that opened the holder's sockets. */
export function toUser(holder: PortHolder | undefined): string {
  return toSafeText(holder?.listeners[0]?.user ?? '', 40);
}
