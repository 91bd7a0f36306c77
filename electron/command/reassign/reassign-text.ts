import { toPassedOverWords } from '../../../shared/messages/passed-over.ts';
import { toRestartHint } from '../../../shared/messages/restart-hint.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import { toShortPath } from '../../../shared/messages/short-path.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import type { ConfigEdit, ReadyReassignPlan, RestartOffer } from '../../../shared/reassign.ts';

const LINE_MAX = 200;
const PASSED_OVER_MAX = 6;

interface PlanWords {
  readonly name: string;
  readonly restarts: boolean;
  readonly homeFolder: string;
  readonly t: Translate;
}

/** A move as it would happen: the port and why, every line that changes, and the restart. */
export function toPlanText(plan: ReadyReassignPlan, words: PlanWords): string {
  const { t, homeFolder } = words;
  const to = String(plan.to);
  const reasons = toPassedOverWords(plan.passedOver, t, PASSED_OVER_MAX).join(t('list.separator'));
  return [
    t('command.move-title', { name: toSafeText(words.name), from: String(plan.from), to }),
    reasons === '' ? t('move.chosen', { to }) : t('move.chosen-because', { to, reasons }),
    ...(plan.alongside === undefined
      ? []
      : [t('move.both-protocols', { to, name: toSafeText(words.name) })]),
    ...(plan.isEphemeral === true ? [t('move.ephemeral', { to })] : []),
    ...plan.edits.flatMap((edit) => ['', ...toDiffLines(edit, homeFolder, t)]),
    '',
    toRestartLine(plan.restart, words, to),
  ].join('\n');
}

function toDiffLines(
  { target, line, before, after }: ConfigEdit,
  homeFolder: string,
  t: Translate,
) {
  const file = toSafeText(toShortPath(target.file, homeFolder), LINE_MAX);
  return [
    `  ${t('move.file-line', { file, line: String(line) })}`,
    `  - ${toSafeText(before, LINE_MAX)}`,
    `  + ${toSafeText(after, LINE_MAX)}`,
  ];
}

function toRestartLine(
  restart: RestartOffer | undefined,
  { name, restarts, homeFolder, t }: PlanWords,
  to: string,
): string {
  if (restart === undefined || !restarts) {
    return t(restart === undefined ? 'command.move-then' : 'command.move-then-offer', {
      name: toSafeText(name),
    });
  }
  const sentence = toRestartHint(restart, homeFolder, t);
  return t('command.labelled', { label: t('move.restart', { to }), sentence });
}
