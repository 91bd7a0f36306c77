import type { Host } from '../host.ts';
import type { Keeper, ReloadedSettings } from '../keeper.ts';
import type { Moves } from '../reassign/moves.ts';
import type { Watching } from '../watching.ts';

/** Takes over settings that somebody else wrote: the command, or a person with an editor. */
export interface SettingsTakeover {
  /** Reads the file, and perhaps the history that was written with it, and goes by them. */
  takeOver(): Promise<ReloadedSettings>;
  /** From now on takes over whatever is written to the file. */
  start(): void;
  stop(): void;
}

export interface SettingsTakeoverParts {
  readonly host: Pick<Host, 'settingsStore' | 'historyStore' | 'logger'>;
  readonly keeper: Pick<Keeper, 'reloadSettings' | 'addNotice' | 'removeNotice'>;
  readonly moves: Pick<Moves, 'recall'>;
  readonly watching: Pick<Watching, 'start'>;
}

export function createSettingsTakeover(parts: SettingsTakeoverParts): SettingsTakeover {
  const { host, keeper, moves, watching } = parts;
  let stopWatchingFile = (): void => undefined;

  async function takeOver(): Promise<ReloadedSettings> {
    const reloaded = await keeper.reloadSettings();
    if (reloaded === 'taken-over') {
      moves.recall(await host.historyStore.load());
      await watching.start();
    }
    return reloaded;
  }

  /** A file that cannot be understood is told of, and the settings in force stay. */
  async function hearOfFile(): Promise<void> {
    const reloaded = await takeOver();
    const id = 'settings-edit-bad';
    if (reloaded === 'unreadable') keeper.addNotice({ kind: id, id });
    else keeper.removeNotice(id);
  }

  return {
    takeOver,
    start() {
      stopWatchingFile = host.settingsStore.watch(() => {
        hearOfFile().catch((error: unknown) => {
          host.logger.log('error', 'bug', { error });
        });
      });
    },
    stop() {
      stopWatchingFile();
    },
  };
}
