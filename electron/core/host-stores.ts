import type { HistoryEntry } from '../../shared/history.ts';
import type { RefusedSettings } from '../../shared/settings-transfer.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Notice } from '../../shared/snapshot.ts';

/*
 * Where settings and history are kept. A part of the host.
 */

export interface LoadedSettings {
  readonly settings: Settings;
  readonly notices: readonly Notice[];
}

/** What a file of somebody else's settings turned out to be. */
export type OtherSettings =
  { readonly kind: 'good'; readonly settings: Settings } | RefusedSettings;

export interface SettingsStore {
  /**
   * Never throws; what was wrong with the file comes as notices. A broken file is set aside
   * under another name, so that it is never lost.
   */
  load(): Promise<LoadedSettings>;
  /** The same without touching anything, for those who only look. */
  read(): Promise<LoadedSettings>;
  /** Reads settings from another file, wherever it is. */
  readOther(file: string): Promise<OtherSettings>;
  /**
   * Writes atomically; `undefined` when it was kept, otherwise what the person must know. With what
   * the settings were before the change, only the change is made, and what somebody else has
   * written meanwhile stays.
   */
  save(settings: Settings, before?: Settings): Promise<Notice | undefined>;
  /** Hears some moments after the file changed, whoever did it; returns what ends that. */
  watch(onChange: () => void): () => void;
}

/** How much history may be kept. */
export interface HistoryLimits {
  /** Beyond it, the older half is dropped. */
  readonly bytesMax: number;
  /** What is older is dropped by and by, by the time of which the lines since tell. */
  readonly ageMaxMs: number;
}

/** A part of history to look at; wall clock, in milliseconds, both ends within. */
export interface HistoryWindow {
  readonly fromMs: number;
  readonly toMs: number;
  /** Only what is about one of these. */
  readonly ports?: ReadonlySet<number>;
  readonly entriesMax?: number;
}

export interface HistoryReading {
  /** Oldest first, as they were written. */
  readonly entries: readonly HistoryEntry[];
  /** Lines that could not be understood. */
  readonly skipped: number;
  /** There is more of it, older than all of this. */
  readonly isCut: boolean;
}

export interface HistoryStore {
  /** What the app itself has to remember, oldest first: the newest entries, without occupancies. */
  load(): Promise<readonly HistoryEntry[]>;
  /** The entries of a time, and those about what was held then. */
  read(window: HistoryWindow): Promise<HistoryReading>;
  /** With limits, what they forbid is dropped afterwards; only the app itself gives any. */
  append(entries: readonly HistoryEntry[], limits?: HistoryLimits): Promise<Notice | undefined>;
}
