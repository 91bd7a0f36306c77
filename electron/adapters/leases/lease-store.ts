import { statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { leaseSchema, type BookFailure, type Lease } from '../../../shared/lease.ts';
import type { WriteFailure } from '../../../shared/reassign.ts';
import { absolutePathSchema } from '../../../shared/file-path.ts';
import { portSchema } from '../../../shared/port.ts';
import { parseJson } from '../../../shared/parse-json.ts';
import type { Clock } from '../../core/host.ts';
import type { BookChange, LeaseBook, LeaseStore } from '../../core/host-leases.ts';
import { toWriteFailure } from '../atomic-file.ts';
import { readErrorCode } from '../errno.ts';
import type { CreateFileLock } from '../file-lock.ts';
import { decodeUtf8, readRegularFile } from '../regular-file.ts';
import { writeBook } from './write-book.ts';

/*
 * leases.json                     who was promised which port
 * leases.json.bak                 the same when a reservation was last made or released
 * leases.json.lock                there while the app or a command reads and changes it
 */

const VERSION = 1;

const bookSchema = z.strictObject({
  version: z.literal(VERSION),
  bootId: z.string().max(64),
  leases: z.array(leaseSchema).max(20_000).readonly(),
  formers: z
    .array(
      z
        .strictObject({
          name: z.string(),
          folder: absolutePathSchema.optional(),
          port: portSchema,
        })
        .readonly(),
    )
    .max(20_000)
    .readonly(),
});

/** So many changes are written at once at most. */
const TOGETHER_MAX = 64;
const GAP_MS = 5;
const SIZE_MAX = 32 * 1024 * 1024;
type Change<Result> = (
  book: LeaseBook,
) => Promise<{ readonly book: LeaseBook; readonly result: Result }>;

const EMPTY: LeaseBook = { bootId: '', leases: [], formers: [] };

export interface LeaseStoreOptions {
  readonly folder: string;
  readonly createLock: CreateFileLock;
  readonly clock: Pick<Clock, 'sleep'>;
}

/** One change that waits for its turn. */
interface Waiting {
  /** Makes the change in memory; the book as it was where that goes wrong. */
  readonly make: (book: LeaseBook) => Promise<LeaseBook>;
  /** Tells who waits that it is on the disk, or why not. */
  readonly settle: (failure: BookFailure | undefined) => void;
}

/** Keeps leases in a file that the app and commands change in turn. */
export function createLeaseStore({ folder, createLock, clock }: LeaseStoreOptions): LeaseStore {
  const file = join(folder, 'leases.json');
  const backup = `${file}.bak`;
  const lock = createLock('leases.json.lock', [file, backup]);
  /** The book of the file with this stamp, so that only what others wrote is read. */
  let known: { readonly stamp: string; readonly book: LeaseBook } | undefined;
  let waiting: readonly Waiting[] = [];
  let isAtWork = false;

  /** Undefined when there is a book and it cannot be read: nobody knows what it promises. */
  async function read(): Promise<LeaseBook | undefined> {
    const stamp = readStamp(file);
    if (stamp !== undefined && known?.stamp === stamp) return known.book;
    const reading = await readRegularFile(file, SIZE_MAX);
    if (reading.kind === 'missing') return EMPTY;
    if (reading.kind !== 'read') return undefined;
    const parsed = parseBook(reading.bytes);
    const book = parsed === 'broken' ? await readBackup() : parsed;
    known = book === undefined || stamp === undefined ? undefined : { stamp, book };
    return book;
  }

  /** The reservations, where a power cut destroyed the book: all else ended with it. */
  async function readBackup(): Promise<LeaseBook> {
    const reading = await readRegularFile(backup, SIZE_MAX);
    const book = reading.kind === 'read' ? parseBook(reading.bytes) : undefined;
    return book === undefined || book === 'broken'
      ? EMPTY
      : { ...book, leases: listReservations(book) };
  }

  /** Leases end with the machine's power anyhow; reservations are to outlive a cut of it. */
  async function write(before: LeaseBook, book: LeaseBook): Promise<void> {
    const isLasting = !isSameList(listReservations(before), listReservations(book));
    const text = JSON.stringify({ version: VERSION, ...book });
    known = undefined;
    await writeBook(file, text, { isLasting });
    if (isLasting) await tryWriteBackup(text);
    const stamp = readStamp(file);
    if (stamp !== undefined) known = { stamp, book };
  }

  /** What was promised stands in the book, so a failure here takes nothing back. */
  async function tryWriteBackup(text: string): Promise<void> {
    try {
      await writeBook(backup, text, { isLasting: true });
    } catch (error) {
      if (readErrorCode(error) === undefined) throw error;
    }
  }

  async function makeAll(changes: readonly Waiting[]): Promise<BookFailure | undefined> {
    const locked = await lock.run(async () => {
      const before = await read();
      if (before === undefined) return toNotSaved('unknown');
      let book = before;
      for (const { make } of changes) book = await make(book);
      if (book !== before) await write(before, book);
      return undefined;
    });
    if (locked.kind === 'done') return locked.result;
    return locked.kind === 'busy'
      ? { kind: 'book-busy' }
      : toNotSaved(toWriteFailure(locked.error));
  }

  /** Changes that come together are written together: the disk takes longer than all of them. */
  async function work(): Promise<void> {
    if (isAtWork) return;
    isAtWork = true;
    while (waiting.length > 0) {
      const changes = waiting.slice(0, TOGETHER_MAX);
      waiting = waiting.slice(TOGETHER_MAX);
      const failure = await makeAll(changes).catch((error: unknown) =>
        toNotSaved(toWriteFailure(error)),
      );
      for (const { settle } of changes) settle(failure);
      // Other processes that wait for the lock get a chance to take it.
      if (waiting.length > 0) await clock.sleep(GAP_MS);
    }
    isAtWork = false;
  }

  return {
    read: async () => (await read()) ?? EMPTY,
    change: <Result>(change: Change<Result>) =>
      new Promise<BookChange<Result>>((resolve, reject) => {
        let made: { readonly result: Result } | undefined;
        const make = async (before: LeaseBook): Promise<LeaseBook> => {
          try {
            const { book, result } = await change(before);
            made = { result };
            return book;
          } catch (error) {
            reject(error);
            return before;
          }
        };
        const settle = (failure: BookFailure | undefined): void => {
          if (failure !== undefined) resolve(failure);
          else if (made !== undefined) resolve({ kind: 'changed', result: made.result });
        };
        waiting = [...waiting, { make, settle }];
        void work();
      }),
  };
}

function toNotSaved(reason: WriteFailure): BookFailure {
  return { kind: 'book-not-saved', reason };
}

/** Undefined for a book of a version to come. */
function parseBook(bytes: Uint8Array): LeaseBook | 'broken' | undefined {
  const json = parseJson(decodeUtf8(bytes) ?? '');
  const parsed = bookSchema.safeParse(json);
  if (parsed.success) {
    const { version: _version, ...book } = parsed.data;
    return book;
  }
  const version = z.object({ version: z.number() }).safeParse(json);
  return version.success && version.data.version > VERSION ? undefined : 'broken';
}

function listReservations({ leases }: LeaseBook): readonly Lease[] {
  return leases.filter(({ term }) => term.kind === 'reservation');
}

function isSameList(a: readonly Lease[], b: readonly Lease[]): boolean {
  return a.length === b.length && a.every((lease, index) => lease.id === b[index]?.id);
}

function readStamp(file: string): string | undefined {
  try {
    const { ino, size, mtimeNs } = statSync(file, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return undefined;
  }
}
