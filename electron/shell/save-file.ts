import { dialog, type BrowserWindow, type SaveDialogOptions } from 'electron';

export interface SaveQuestion {
  readonly title: string;
  readonly fileName: string;
  readonly kindOfFile: string;
  readonly extension: string;
}

/** Asks the person where to save something; undefined when nothing is to be saved. */
export async function askWhereToSave(
  window: BrowserWindow | null,
  { title, fileName, kindOfFile, extension }: SaveQuestion,
): Promise<string | undefined> {
  const asked: SaveDialogOptions = {
    title,
    defaultPath: `${fileName}.${extension}`,
    filters: [{ name: kindOfFile, extensions: [extension] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  };
  const answer = await (window === null
    ? dialog.showSaveDialog(asked)
    : dialog.showSaveDialog(window, asked));
  return answer.canceled || answer.filePath === '' ? undefined : answer.filePath;
}
