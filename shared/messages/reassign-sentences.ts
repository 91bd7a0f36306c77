import type { ReassignOutcome, ReassignRefusal, UndoOutcome } from '../reassign.ts';
import { toTargetName } from '../target-name.ts';
import type { WatchedPort } from '../watched-port.ts';
import { toMovedSentence } from './move-sentences.ts';
import { toPassedOverWords } from './passed-over.ts';
import { toSafeText } from './safe-text.ts';
import { toPathList, toShortPath } from './short-path.ts';
import type { Translate } from './translator.ts';

/** In one sentence of an offer; more than that is not read. */
const PASSED_OVER_MAX = 6;

/** Why a service cannot be moved, and what to do next. */
export function toReassignRefusalSentence(
  refusal: ReassignRefusal,
  watched: Pick<WatchedPort, 'name' | 'port'>,
  homeFolder: string,
  t: Translate,
): string {
  switch (refusal.kind) {
    case 'unknown-watched-port':
      return t('reassign-refusal.unknown-watched-port');
    case 'no-config-target':
      return t('reassign-refusal.no-config-target', { name: watched.name });
    case 'no-free-port':
      return t('reassign-refusal.no-free-port', {
        reasons: toPassedOverWords(refusal.passedOver, t, PASSED_OVER_MAX).join(
          t('list.separator'),
        ),
      });
    case 'no-system-port':
      return t('reassign-refusal.no-system-port');
    case 'edit-refused':
      return t('reassign-refusal.edit-refused', {
        file: toShortPath(refusal.target.file, homeFolder),
        reason: t(`edit-refusal.${refusal.reason}`, {
          key: toSafeText(toTargetName(refusal.target)),
          port: String(watched.port),
        }),
      });
  }
}

/** What a move came to. */
export function toReassignSentence(
  outcome: ReassignOutcome,
  watched: Pick<WatchedPort, 'name' | 'port'>,
  homeFolder: string,
  t: Translate,
): string {
  switch (outcome.kind) {
    case 'reassigned':
      return toMovedSentence(
        outcome.service,
        {
          name: watched.name,
          to: String(outcome.to),
          count: outcome.files.length,
          files: toPathList(outcome.files, homeFolder, t),
        },
        t,
      );
    case 'changed':
      return t('reassign.changed');
    case 'port-taken':
      return t('reassign.port-taken', { port: String(outcome.port) });
    case 'refused':
      return toReassignRefusalSentence(outcome.refusal, watched, homeFolder, t);
    case 'write-failed':
      return t('reassign.write-failed', {
        file: toShortPath(outcome.file, homeFolder),
        reason: t(`write-failure.${outcome.reason}`),
      });
    case 'stuck':
      return toStuckSentence(outcome, homeFolder, t);
  }
}

/** What taking a move back came to. */
export function toUndoSentence(
  outcome: UndoOutcome,
  name: string,
  homeFolder: string,
  t: Translate,
): string {
  switch (outcome.kind) {
    case 'undone':
      return t('undo.undone', {
        name,
        to: String(outcome.to),
        count: outcome.files.length,
        files: toPathList(outcome.files, homeFolder, t),
      });
    case 'nothing-to-undo':
      return t('undo.nothing-to-undo');
    case 'moved-since':
      return t('undo.moved-since', { name, from: String(outcome.from), to: String(outcome.to) });
    case 'port-watched':
      return t('undo.port-watched', { port: String(outcome.port), other: outcome.name, name });
    case 'changed':
      return t('undo.changed', {
        file: toShortPath(outcome.file, homeFolder),
        backup: toShortPath(outcome.backup, homeFolder),
      });
    case 'write-failed':
      return t('undo.write-failed', {
        file: toShortPath(outcome.file, homeFolder),
        reason: t(`write-failure.${outcome.reason}`),
        backup: toShortPath(outcome.backup, homeFolder),
      });
    case 'stuck':
      return toStuckSentence(outcome, homeFolder, t);
  }
}

function toStuckSentence(
  { file, backup }: { readonly file: string; readonly backup: string },
  homeFolder: string,
  t: Translate,
): string {
  return t('reassign.stuck', {
    file: toShortPath(file, homeFolder),
    backup: toShortPath(backup, homeFolder),
  });
}
