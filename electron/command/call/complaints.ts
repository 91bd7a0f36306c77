import { toNoticeSentence } from '../../../shared/messages/notice-sentences.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import type { Notice } from '../../../shared/snapshot.ts';
import type { ScanResult } from '../../core/host.ts';
import type { ArgumentProblem } from '../arguments/argument-problem.ts';

/** Why the command line is not understood; of none at all, the help tells. */
export function toProblemText(
  problem: Exclude<ArgumentProblem, { kind: 'no-command' }>,
  t: Translate,
): string {
  switch (problem.kind) {
    case 'unknown':
      return problem.meant === undefined
        ? t('command.unknown', { argument: toSafeText(problem.argument) })
        : t('command.unknown-meant', {
            argument: toSafeText(problem.argument),
            meant: problem.meant,
          });
    case 'not-here':
      return t('command.flag-not-here', problem);
    case 'not-together':
      return t('command.not-together', problem);
    case 'in-future':
      return t('command.in-future', { flag: problem.flag, value: toSafeText(problem.value) });
    case 'json-unagreed':
      return t('command.json-unagreed');
    case 'value-missing':
      return t('command.value-missing', {
        flag: problem.flag,
        wanted: t(`command.wanted-${problem.wanted}`),
      });
    case 'value-bad':
      return t('command.value-bad', {
        flag: problem.flag,
        value: toSafeText(problem.value),
        wanted: t(`command.wanted-${problem.wanted}`),
      });
  }
}

/** Why there is no answer at all. */
export function toScanFailureText(
  { reason }: Extract<ScanResult, { kind: 'failed' }>,
  t: Translate,
): string {
  return t('command.scan-failed', { reason: t(`scan-failure.${reason}`) });
}

/** What the person should know of the app's own files. */
export function toNoticeText(notice: Notice, homeFolder: string, t: Translate): string {
  return t('command.complaint', { sentence: toNoticeSentence(notice, homeFolder, t) });
}
