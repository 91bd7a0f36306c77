import { constants } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryStore } from '../core/host.ts';
import { historyEntrySchema, type HistoryEntry } from '../../shared/history.ts';
import type { Notice } from '../../shared/snapshot.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { readErrorCode } from './errno.ts';
import { createSerial } from './serial.ts';
import { upgradeHistoryEntry } from './upgrade.ts';

export interface HistoryStoreOptions {
  readonly folder: string;
  /** Beyond either, the older half is dropped. */
  readonly entriesMax?: number;
  readonly bytesMax?: number;
}

const NEWLINE = 0x0a;
// So opened, a pipe does not wait for its other end. Windows lacks the flag; it counts as zero there.
const READ_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;
// Reading as well, to see whether the last line is whole.
const APPEND_FLAGS =
  constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;

/**
 * Keeps history as one line of JSON an entry in `history.jsonl`. A line that was cut short costs
 * that line only.
 */
export function createHistoryStore(options: HistoryStoreOptions): HistoryStore {
  const { folder, entriesMax = 20_000, bytesMax = 8 * 1024 * 1024 } = options;
  const serial = createSerial();
  const file = join(folder, 'history.jsonl');
  const notSaved: Notice = { kind: 'history-not-saved', id: 'history-not-saved', file };
  let count: number | undefined;

  async function load(): Promise<readonly HistoryEntry[]> {
    const entries = parseHistory(await readTail(file, bytesMax));
    count = entries.length;
    return entries;
  }

  async function append(entries: readonly HistoryEntry[]): Promise<Notice | undefined> {
    if (entries.length === 0) return undefined;
    count ??= (await load()).length;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const size = await appendLines(file, entries);
    if (size === undefined) return notSaved;
    count += entries.length;
    if (count <= entriesMax && size <= bytesMax) return undefined;
    return keepNewest(await load());
  }

  async function keepNewest(entries: readonly HistoryEntry[]): Promise<Notice | undefined> {
    const lines = entries.slice(-Math.ceil(entriesMax / 2)).map(toLine);
    let bytes = Buffer.byteLength(lines.join(''));
    let dropped = 0;
    for (; bytes > bytesMax / 2 && dropped < lines.length - 1; dropped += 1) {
      bytes -= Buffer.byteLength(lines[dropped] ?? '');
    }
    const kept = lines.slice(dropped);
    const result = await writeFileAtomic(file, Buffer.from(kept.join('')), { mode: 0o600 });
    if (result.kind !== 'written') return notSaved;
    count = kept.length;
    return undefined;
  }

  async function orElse<T>(task: () => Promise<T>, whenFailed: T): Promise<T> {
    try {
      return await task();
    } catch (error) {
      if (readErrorCode(error) === undefined) throw error;
      return whenFailed;
    }
  }

  return {
    load: () => serial(() => orElse(load, [])),
    append: (entries) => serial(() => orElse(() => append(entries), notSaved)),
  };
}

/** The entries among these lines, in their order; whatever is not one is left out. */
export function parseHistory(text: string): readonly HistoryEntry[] {
  return text.split('\n').flatMap((line) => {
    const parsed = historyEntrySchema.safeParse(upgradeHistoryEntry(parseLine(line)));
    return parsed.success ? [parsed.data] : [];
  });
}

function toLine(entry: HistoryEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The file's last bytes from the start of a line on; empty when there is no such file. */
async function readTail(file: string, bytesMax: number): Promise<string> {
  let handle: FileHandle;
  try {
    handle = await open(file, READ_FLAGS);
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return '';
    throw error;
  }
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return '';
    const start = Math.max(0, stats.size - bytesMax);
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(stats.size - start),
      0,
      stats.size - start,
      start,
    );
    const tail = buffer.subarray(0, bytesRead);
    return (start === 0 ? tail : tail.subarray(tail.indexOf(NEWLINE) + 1)).toString('utf8');
  } finally {
    await handle.close();
  }
}

/** Appends in one write and answers with the file's size, or undefined when it did not all fit. */
async function appendLines(
  file: string,
  entries: readonly HistoryEntry[],
): Promise<number | undefined> {
  const handle = await open(file, APPEND_FLAGS, 0o600);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return undefined;
    const isTorn = stats.size > 0 && (await readByte(handle, stats.size - 1)) !== NEWLINE;
    const bytes = Buffer.from((isTorn ? '\n' : '') + entries.map(toLine).join(''), 'utf8');
    const { bytesWritten } = await handle.write(bytes);
    await handle.datasync();
    return bytesWritten === bytes.length ? stats.size + bytesWritten : undefined;
  } finally {
    await handle.close();
  }
}

async function readByte(handle: FileHandle, position: number): Promise<number | undefined> {
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, position);
  return buffer[0];
}
