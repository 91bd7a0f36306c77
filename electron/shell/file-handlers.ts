import { BrowserWindow } from 'electron';
import type { CommandHandlers, WindowName } from '../../shared/contract.ts';
import { toHistoryCsv, toHistoryJson } from '../../shared/history-export.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { App } from '../app.ts';
import type { Host } from '../core/host.ts';
import { chooseFile } from './choose-file.ts';
import { chooseFolder } from './choose-folder.ts';
import { askWhereToSave, type SaveQuestion } from './save-file.ts';
import type { Windows } from './windows.ts';

/** The commands for which the person picks a file or a folder in the system's own dialog. */
export type FileHandlers = Pick<
  CommandHandlers,
  | 'project.find-places'
  | 'project.plan-import'
  | 'settings.export'
  | 'settings.plan-import'
  | 'history.export'
>;

export interface FileHandlersParts {
  readonly app: Pick<App, 'imports' | 'transfer' | 'history'>;
  readonly host: Pick<Host, 'saveText'>;
  readonly windows: Pick<Windows, 'find'>;
  readonly getTranslate: () => Translate;
}

export function createFileHandlers(parts: FileHandlersParts): FileHandlers {
  const { app, host, windows, getTranslate } = parts;

  function askWhere(sender: WindowName, question: SaveQuestion): Promise<string | undefined> {
    const contents = windows.find(sender);
    const window = contents === undefined ? null : BrowserWindow.fromWebContents(contents);
    return askWhereToSave(window, question);
  }

  return {
    'project.find-places': async ({ watchedPortId }, sender) => {
      const known =
        watchedPortId === undefined ? undefined : await app.imports.findFolder(watchedPortId);
      const folder = known ?? (await chooseFolder(windows.find(sender)));
      return folder === undefined ? { kind: 'cancelled' } : app.imports.readPlaces(folder);
    },
    'project.plan-import': async (_input, sender) => {
      const folder = await chooseFolder(windows.find(sender));
      return folder === undefined ? { kind: 'cancelled' } : app.imports.plan(folder);
    },
    'settings.export': async (_input, sender) => {
      const file = await askWhere(sender, {
        title: getTranslate()('advanced.export'),
        fileName: 'portreeve-settings',
        kindOfFile: 'JSON',
        extension: 'json',
      });
      if (file === undefined) return { kind: 'cancelled' };
      return { kind: (await app.transfer.save(file)) ? 'saved' : 'failed', file };
    },
    'settings.plan-import': async (_input, sender) => {
      const file = await chooseFile(windows.find(sender), { name: 'JSON', extension: 'json' });
      return file === undefined ? { kind: 'cancelled' } : app.transfer.plan(file);
    },
    'history.export': async ({ query, format }, sender) => {
      const t = getTranslate();
      const file = await askWhere(sender, {
        title: t('history.export'),
        fileName: t('history.export-file'),
        kindOfFile: format.toUpperCase(),
        extension: format,
      });
      if (file === undefined) return { kind: 'cancelled' };
      const view = await app.history.read(query);
      const text = format === 'csv' ? toHistoryCsv(view) : toHistoryJson(view);
      return { kind: (await host.saveText(file, text)) ? 'saved' : 'failed', file };
    },
  };
}
