import { BrowserWindow, dialog, type WebContents } from 'electron';

/** Lets the person pick a folder in the system's own dialog; undefined when they changed their mind. */
export async function chooseFolder(contents: WebContents | undefined): Promise<string | undefined> {
  const window = contents === undefined ? null : BrowserWindow.fromWebContents(contents);
  const options = { properties: ['openDirectory' as const] };
  const picked =
    window === null
      ? await dialog.showOpenDialog(options)
      : await dialog.showOpenDialog(window, options);
  return picked.canceled ? undefined : picked.filePaths[0];
}
