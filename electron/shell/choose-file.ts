import { BrowserWindow, dialog, type WebContents } from 'electron';

/** Lets the person pick one file in the system's own dialog; undefined when they changed their mind. */
export async function chooseFile(
  contents: WebContents | undefined,
  kindOfFile: { readonly name: string; readonly extension: string },
): Promise<string | undefined> {
  const window = contents === undefined ? null : BrowserWindow.fromWebContents(contents);
  const options = {
    properties: ['openFile' as const],
    filters: [{ name: kindOfFile.name, extensions: [kindOfFile.extension] }],
  };
  const picked =
    window === null
      ? await dialog.showOpenDialog(options)
      : await dialog.showOpenDialog(window, options);
  return picked.canceled ? undefined : picked.filePaths[0];
}
