import type { Settings } from '../../../shared/settings.ts';
import type { StateCell } from '../state.ts';
import { listChangedThings, takeBack } from './changed-things.ts';

/** More than these no line of text can name. */
const THINGS_MAX = 3;

/** Takes back the newest change that a person made in the settings window. */
export interface SettingsUndo {
  /** Carries out a change, and remembers it where it changed anything. */
  remember<Result>(change: () => Result): Result;
  undo(id: string): 'undone' | 'changed-since';
}

export interface SettingsUndoParts {
  readonly cell: StateCell;
  readonly createId: () => string;
  readonly changeSettings: (change: (settings: Settings) => Settings) => void;
}

export function createSettingsUndo(parts: SettingsUndoParts): SettingsUndo {
  const { cell, createId, changeSettings } = parts;
  return {
    remember(change) {
      const before = cell.get().settings;
      const result = change();
      const state = cell.get();
      const things = listChangedThings(before, state.settings);
      if (things.length > 0) {
        const settingsChange = {
          id: createId(),
          things: things.slice(0, THINGS_MAX),
          count: things.length,
          before,
          after: state.settings,
        };
        cell.commit({ ...state, settingsChange });
      }
      return result;
    },
    undo(id) {
      const { settings, settingsChange } = cell.get();
      const restored = settingsChange?.id === id ? takeBack(settings, settingsChange) : undefined;
      if (restored === undefined) return 'changed-since';
      changeSettings(() => restored);
      cell.commit({ ...cell.get(), settingsChange: undefined });
      return 'undone';
    },
  };
}
