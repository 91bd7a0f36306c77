import { extname } from 'node:path';

/**
 * How to show a folder that a process chose to work in. To macOS a folder whose name has an
 * extension may be a program (`x.app`), and to open it would be to run it: it is shown in the
 * folder around it.
 */
export function toFolderOpening(folder: string, foldersMayRun: boolean): 'open' | 'show-around' {
  return foldersMayRun && extname(folder.replace(/[/.]+$/, '')) !== '' ? 'show-around' : 'open';
}
