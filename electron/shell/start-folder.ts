import { accessSync, constants, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

const SWITCH = '--user-data-dir';

/**
 * The folder that the command line names, as `--user-data-dir=DIR` or `--user-data-dir DIR`; a
 * relative one is taken from the working folder.
 */
export function readFolderSwitch(argv: readonly string[]): string | undefined {
  const joined = argv.find((argument) => argument.startsWith(`${SWITCH}=`));
  const next = argv[argv.indexOf(SWITCH) + 1];
  const folder =
    joined?.slice(SWITCH.length + 1) ?? (argv.includes(SWITCH) && next !== undefined ? next : '');
  return folder === '' ? undefined : resolve(folder);
}

/** Makes the folder; returns why it cannot be used, or undefined when it can. */
export function prepareFolder(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
