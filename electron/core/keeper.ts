import type { HistoryEntry } from '../../shared/history.ts';
import { settingsSchema, type Settings } from '../../shared/settings.ts';
import type { Notice } from '../../shared/snapshot.ts';
import { toHistoryLimits } from './history/history-limits.ts';
import type { Host } from './host.ts';
import type { StateCell } from './state.ts';

/** `unreadable`: the file cannot be taken as it is, so the settings stay. */
export type ReloadedSettings = 'taken-over' | 'same' | 'unreadable';

/** Brings what must last to the disk, in order, and tells the person when that fails. */
export interface Keeper {
  /** `whenLost` is called where the disk did not take them, before what is enqueued after this. */
  record(entries: readonly HistoryEntry[], whenLost?: () => void): void;
  /** Does nothing before the settings were loaded: defaults must not overwrite them. */
  changeSettings(change: (settings: Settings) => Settings): void;
  /** Takes over what somebody else wrote. */
  reloadSettings(): Promise<ReloadedSettings>;
  markLoaded(): void;
  addNotice(notice: Notice): void;
  removeNotice(id: string): void;
  /** Runs a task after all that were given before, so that two of them never race. */
  enqueue(task: () => Promise<void>): void;
  /** Resolves when everything given so far is done. */
  settled(): Promise<void>;
}

export function createKeeper(host: Host, cell: StateCell): Keeper {
  let isLoaded = false;
  /** What is to be written is newer than what is read meanwhile. */
  let unsaved = 0;
  let queue: Promise<void> = Promise.resolve();

  function enqueue(task: () => Promise<void>): void {
    queue = queue.then(task).catch((error: unknown) => {
      host.logger.log('error', 'bug', { error });
    });
  }

  function addNotice(notice: Notice): void {
    const state = cell.get();
    const others = state.notices.filter((other) => !isSameTrouble(other, notice));
    cell.commit({ ...state, notices: [...others, notice] });
  }

  function removeNotice(id: string): void {
    const state = cell.get();
    const notices = state.notices.filter((notice) => notice.id !== id);
    if (notices.length < state.notices.length) cell.commit({ ...state, notices });
  }

  /** Takes over what is on the disk, unless something newer is still to be written there. */
  async function takeOver(): Promise<ReloadedSettings> {
    const { settings, notices } = await host.settingsStore.read();
    const state = cell.get();
    if (!isLoaded || notices.length > 0) return 'unreadable';
    const isNews = JSON.stringify(settings) !== JSON.stringify(state.settings);
    if (unsaved > 0 || !isNews) return 'same';
    cell.commit({ ...state, settings });
    return 'taken-over';
  }

  return {
    enqueue,
    addNotice,
    removeNotice,
    record(entries, whenLost) {
      if (entries.length === 0) return;
      enqueue(async () => {
        const limits = toHistoryLimits(cell.get().settings);
        const notice = await host.historyStore.append(entries, limits);
        if (notice === undefined) return;
        addNotice(notice);
        whenLost?.();
      });
    },
    changeSettings(change) {
      const state = cell.get();
      const settings = change(state.settings);
      if (!isLoaded || settings === state.settings) return;
      if (!settingsSchema.safeParse(settings).success) {
        host.logger.log('error', 'settings-invalid');
        return;
      }
      cell.commit({ ...state, settings });
      unsaved += 1;
      enqueue(async () => {
        let notice: Notice | undefined;
        try {
          notice = await host.settingsStore.save(settings, state.settings);
          if (notice !== undefined) addNotice(notice);
        } finally {
          unsaved -= 1;
        }
        if (notice?.kind === 'settings-not-saved') return;
        // What could not be saved before is on the disk now as well.
        removeNotice('settings-not-saved');
        if (unsaved === 0) await takeOver();
      });
    },
    async reloadSettings() {
      let reloaded: ReloadedSettings = 'same';
      // After what is still to be written of our own.
      enqueue(async () => {
        reloaded = await takeOver();
      });
      await queue;
      return reloaded;
    },
    markLoaded() {
      isLoaded = true;
    },
    settled: () => queue,
  };
}

/** The same trouble again is the same notice, not one more; that of another service is another. */
function isSameTrouble(a: Notice, b: Notice): boolean {
  return a.id === b.id || (a.kind === b.kind && toSubject(a) === toSubject(b));
}

/** What a notice is about where there may be several of its kind. */
function toSubject(notice: Notice): string | undefined {
  if ('port' in notice) return String(notice.port);
  return notice.kind === 'move-unfinished' ? notice.id : undefined;
}
