import { toTargetName } from '../target-name.ts';
import type { Owner } from '../listener.ts';
import type { ReassignOutcome, ReassignRefusal, UndoOutcome } from '../reassign.ts';
import type { Notice } from '../snapshot.ts';
import type { ConflictVerdict } from '../verdict.ts';
import type { OwnerRule, WatchedPort } from '../watched-port.ts';
import { toMovedSentence } from './move-sentences.ts';
import { toPassedOverWords } from './passed-over.ts';
import { toRangeWords } from './range-words.ts';
import type { Translate } from './translator.ts';

/*
 * Reason codes become sentences here and nowhere else, so that the tray, the windows and the
 * command say the same thing in the same words.
 */

/** In one sentence of an offer; more than that is not read. */
const PASSED_OVER_MAX = 6;

// C0 and C1 controls, and the marks that reorder text: a process name may hold any of them.
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Text that another program chose, made safe to stand in a menu, a log or a terminal. */
export function toSafeText(text: string, lengthMax = 80): string {
  const plain = text.replace(UNSAFE, '\ufffd');
  return plain.length <= lengthMax ? plain : `${plain.slice(0, lengthMax - 1)}…`;
}

/** A folder as people write it, `~` for the home folder. */
export function toShortPath(path: string, homeFolder: string): string {
  if (homeFolder === '' || homeFolder === '/') return path;
  if (path === homeFolder) return '~';
  return path.startsWith(`${homeFolder}/`) ? `~${path.slice(homeFolder.length)}` : path;
}

/** `node, python3`: each name once. */
export function toNames(owners: readonly Owner[]): string {
  return [...new Set(owners.map((owner) => toSafeText(owner.name, 40)))].join(', ');
}

/** `a process in ~/shop`: whom a watched port expects. */
export function toRuleText(rule: OwnerRule, homeFolder: string, t: Translate): string {
  switch (rule.kind) {
    case 'anybody':
      return t('rule.anybody');
    case 'executable':
      return t('rule.executable', { executable: toShortPath(rule.executable, homeFolder) });
    case 'command':
      return t('rule.command', { pattern: rule.pattern });
    case 'project':
      return t('rule.project', { folder: toShortPath(rule.folder, homeFolder) });
    case 'container':
      return t('rule.container', { name: rule.name });
  }
}

/** Why the service cannot have its port, in one sentence. `holder` is whoever has it instead. */
export function toConflictSentence(
  verdict: ConflictVerdict,
  words: { readonly name: string; readonly holder: string; readonly expected: string },
  t: Translate,
): string {
  switch (verdict.conflict) {
    case 'squatted':
      return verdict.serviceOn === undefined
        ? t('conflict-sentence.squatted', words)
        : t('conflict-sentence.squatted-elsewhere', { ...words, port: String(verdict.serviceOn) });
    case 'split':
      return t(`conflict-sentence.split-reaches-${verdict.localhostReaches}`, {
        ...words,
        serviceAddress: verdict.serviceAddress,
        squatterAddress: verdict.squatterAddress,
      });
    case 'shadowed':
      return t('conflict-sentence.shadowed', {
        ...words,
        serviceAddress: verdict.serviceAddress,
        squatterAddress: verdict.squatterAddress,
      });
    case 'outgoing':
      return t(
        verdict.program === '' ? 'conflict-sentence.outgoing-hidden' : 'conflict-sentence.outgoing',
        { program: toSafeText(verdict.program, 40), remote: verdict.remote },
      );
    case 'reserved':
      return t('conflict-sentence.reserved', { from: String(verdict.unprivilegedFrom) });
    case 'excluded':
      return t('conflict-sentence.excluded', toRangeWords(verdict));
    case 'claimed-twice':
      return t('conflict-sentence.claimed-twice', { other: toSafeText(verdict.otherName) });
    case 'drifted':
      return t('conflict-sentence.drifted', { ...words, port: String(verdict.serviceOn) });
  }
}

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
        reasons: toPassedOverWords(refusal.passedOver, t, PASSED_OVER_MAX).join(', '),
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
          files: toPathList(outcome.files, homeFolder),
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
        files: toPathList(outcome.files, homeFolder),
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

/** Which of the sentences it is that say what came back. */
export function toCameBack({
  by,
  isShellLoop,
}: {
  readonly by: string | undefined;
  readonly isShellLoop: true | undefined;
}) {
  if (by === undefined) return 'came-back';
  return isShellLoop === true ? 'came-back-loop' : 'came-back-by';
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

function toPathList(files: readonly string[], homeFolder: string): string {
  return files.map((file) => toShortPath(file, homeFolder)).join(', ');
}

/** What the person should know about the app itself. */
export function toNoticeSentence(notice: Notice, homeFolder: string, t: Translate): string {
  switch (notice.kind) {
    case 'settings-set-aside':
      return t('notice.settings-set-aside', {
        keptAs: notice.keptAs,
        restoredFrom: notice.restoredFrom,
      });
    case 'move-taken-back':
      return t('notice.move-taken-back', { files: toPathList(notice.files, homeFolder) });
    case 'move-unfinished':
      return t('notice.move-unfinished', {
        name: toSafeText(notice.name),
        from: String(notice.from),
        to: String(notice.to),
        count: notice.files.length,
        files: toPathList(notice.files, homeFolder),
      });
    case 'move-stuck':
      return t('notice.move-stuck', {
        file: toShortPath(notice.file, homeFolder),
        backup: toShortPath(notice.backup, homeFolder),
      });
    case 'came-back': {
      const { port, names, by, isShellLoop } = notice;
      const key = `notice.${toCameBack({ by, isShellLoop })}` as const;
      return t(key, { port: String(port), names: toSafeText(names), by: toSafeText(by ?? '') });
    }
    case 'auto-kill-left-alone':
    case 'auto-kill-gave-up':
    case 'restart-gave-up':
    case 'restart-impossible':
      return t(`notice.${notice.kind}`, {
        port: String(notice.port),
        name: toSafeText(notice.name),
      });
    case 'settings-changed-elsewhere': {
      const names = toSafeText(notice.names, 200);
      return t('notice.settings-changed-elsewhere', { names, of: names === '' ? 'none' : 'names' });
    }
    case 'settings-newer':
    case 'settings-edit-bad':
    case 'no-tray':
    case 'running-as-root':
      return t(`notice.${notice.kind}`);
    case 'settings-unreadable':
    case 'settings-not-saved':
    case 'history-not-saved':
      return t(`notice.${notice.kind}`, { file: toShortPath(notice.file, homeFolder) });
  }
}
