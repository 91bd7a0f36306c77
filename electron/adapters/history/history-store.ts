import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryLimits, HistoryStore, HistoryWindow } from '../../core/host-stores.ts';
import type { HistoryEntry } from '../../../shared/history.ts';
import type { Notice } from '../../../shared/snapshot.ts';
import { readErrorCode } from '../errno.ts';
import { createSerial } from '../serial.ts';
import { appendLines } from './append-lines.ts';
import { cutHistory } from './cut-history.ts';
import { formatEntry, HEAD_LENGTH, isOccupancy, parseEntry, parseHead } from './history-lines.ts';
import { finishCuts } from './late-lines.ts';
import { visitLinesBackward } from './read-lines.ts';
import { readHistoryWindow } from './read-window.ts';

/** What is too old is not looked for more often: a file full of gaps is read from end to end. */
const AGE_LOOK_MS = 60 * 60_000;

export interface HistoryStoreOptions {
  readonly folder: string;
  /** How far back the app looks when it starts. */
  readonly recallBytesMax?: number;
}

/**
 * Keeps history as one line of JSON an entry in `history.jsonl`. A line that was cut short costs
 * that line only.
 */
export function createHistoryStore(options: HistoryStoreOptions): HistoryStore {
  const { folder, recallBytesMax = 8 * 1024 * 1024 } = options;
  const serial = createSerial();
  const file = join(folder, 'history.jsonl');
  let nextAgeLookMs = 0;
  let hasFinishedCuts = false;
  const notSaved: Notice = { kind: 'history-not-saved', id: 'history-not-saved', file };

  async function load(): Promise<readonly HistoryEntry[]> {
    const newestFirst = new Map<string, HistoryEntry>();
    let bytesLeft = recallBytesMax;
    await visitLinesBackward(file, (bytes) => {
      bytesLeft -= bytes.length + 1;
      if (bytesLeft < 0) return 'stop';
      const kind = parseHead(bytes.toString('latin1', 0, HEAD_LENGTH))?.kind ?? '';
      if (isOccupancy(kind)) return 'go-on';
      const entry = parseEntry(bytes.toString('utf8'));
      if (entry !== undefined) newestFirst.set(`${entry.kind} ${entry.id}`, entry);
      return 'go-on';
    });
    return [...newestFirst.values()].toReversed();
  }

  async function append(
    entries: readonly HistoryEntry[],
    limits: HistoryLimits | undefined,
  ): Promise<Notice | undefined> {
    if (entries.length === 0) return undefined;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const isAppended = await appendLines(file, entries.map(formatEntry).join(''));
    if (!isAppended) return notSaved;
    if (limits !== undefined) await cut(limits);
    return undefined;
  }

  async function cut(limits: HistoryLimits): Promise<void> {
    if (!hasFinishedCuts) {
      hasFinishedCuts = true;
      // What cannot be ended now is left to the next start; the entries are kept.
      await orElse(() => finishCuts(file), undefined);
    }
    const nowMs = performance.now();
    const looksAtAge = nowMs >= nextAgeLookMs;
    if (looksAtAge) nextAgeLookMs = nowMs + AGE_LOOK_MS;
    await cutHistory(file, looksAtAge ? limits : { ...limits, ageMaxMs: Infinity });
  }

  async function orElse<T>(task: () => Promise<T>, whenFailed: T): Promise<T> {
    try {
      return await task();
    } catch (error) {
      if (readErrorCode(error) === undefined) throw error;
      return whenFailed;
    }
  }

  const unread = { entries: [], skipped: 0, isCut: false };
  return {
    load: () => serial(() => orElse(load, [])),
    read: (window: HistoryWindow) => orElse(() => readHistoryWindow(file, window), unread),
    append: (entries, limits) => serial(() => orElse(() => append(entries, limits), notSaved)),
  };
}
