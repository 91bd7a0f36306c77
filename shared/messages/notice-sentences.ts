import type { Notice } from '../snapshot.ts';
import { toCameBack } from './came-back.ts';
import { toSafeText } from './safe-text.ts';
import { toPathList, toShortPath } from './short-path.ts';
import type { Translate } from './translator.ts';

/** What the person should know about the app itself. */
export function toNoticeSentence(notice: Notice, homeFolder: string, t: Translate): string {
  switch (notice.kind) {
    case 'settings-set-aside':
      return t('notice.settings-set-aside', {
        keptAs: notice.keptAs,
        restoredFrom: notice.restoredFrom,
      });
    case 'move-taken-back':
      return t('notice.move-taken-back', { files: toPathList(notice.files, homeFolder, t) });
    case 'move-unfinished':
      return t('notice.move-unfinished', {
        name: toSafeText(notice.name),
        from: String(notice.from),
        to: String(notice.to),
        count: notice.files.length,
        files: toPathList(notice.files, homeFolder, t),
      });
    case 'move-stuck':
      return t('notice.move-stuck', {
        file: toShortPath(notice.file, homeFolder),
        backup: toShortPath(notice.backup, homeFolder),
      });
    case 'came-back': {
      const { port, by, isShellLoop } = notice;
      const names = toSafeText(notice.names.join(t('list.separator')));
      const key = `notice.${toCameBack({ by, isShellLoop })}` as const;
      return t(key, { port: String(port), names, by: toSafeText(by ?? '') });
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
      const names = toSafeText(notice.names.join(t('list.separator')), 200);
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
