import {
  createConfigFiles,
  type ConfigFilesOptions,
} from '../../electron/adapters/config-files/config-files.ts';
import type { ConfigFiles } from '../../electron/core/host-files.ts';

/** Of a process that is alone with its folder: nobody else writes there, or still runs that did. */
export function aConfigFiles(
  places: Pick<ConfigFilesOptions, 'backupFolder' | 'journalFile' | 'clock'>,
): ConfigFiles {
  return createConfigFiles({
    ...places,
    lock: { run: async (task) => ({ kind: 'done', result: await task() }) },
    readSelf: () => ({ pid: 1, startToken: '7' }),
    isAlive: () => false,
  });
}
