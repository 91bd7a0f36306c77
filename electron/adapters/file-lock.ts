import { randomBytes } from 'node:crypto';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ProcessIdentity } from '../../shared/listener.ts';
import type { Clock } from '../core/host.ts';
import { readErrorCode } from './errno.ts';
import { removeLeftovers } from './leftovers.ts';

/*
 * {"pid":4711,"startToken":"272142","nonce":"9f3c…"}
 *
 * A lock is a file that names its holder. It appears whole, as a further name of a file that was
 * written before, so nobody ever reads half of it. Whoever finds the lock of a process that is gone
 * takes a lock on that very lock (`<file>.<nonce>`) and then looks again before it removes it: of
 * two who find it, one removes it, and neither removes the lock that comes after it.
 */

export interface FileLockOptions {
  readonly file: string;
  /** The files that are written under this lock alone. */
  readonly guards?: readonly string[];
  readonly readSelf: () => ProcessIdentity;
  readonly isAlive: (identity: ProcessIdentity) => boolean;
  /** Settles when processes can be looked at; absent where that is at once. */
  readonly isReady?: Promise<unknown> | undefined;
  readonly clock: Pick<Clock, 'monotonicMs' | 'sleep'>;
  /** How long to wait for somebody who holds it. */
  readonly withinMs?: number;
}

export type Locked<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  /** Its holder did not let go in time. */
  | { readonly kind: 'busy' }
  /** The file system refused it; `error` is the system's. */
  | { readonly kind: 'refused'; readonly error: unknown };

export interface FileLock {
  /** Does something while nobody else has the lock; not at all where it is not to be had. */
  run<Result>(task: () => Promise<Result>): Promise<Locked<Result>>;
}

/** Lets go; to be called once. */
type Release = () => void;

interface Holder {
  readonly identity: ProcessIdentity;
  readonly nonce: string;
}

const WITHIN_MS = 10_000;
const FIRST_DELAY_MS = 1;
const DELAY_MAX_MS = 20;
/** Where nothing tells whose it is, a file of this age is nobody's. */
const UNKNOWN_MAX_MS = 30_000;
/** Of a file that names nobody. */
const NO_NONCE = 'none';
const NOBODY_KNOWN: ProcessIdentity = { pid: 0, startToken: '' };

/** Creates the lock of this name in a folder of its choice. */
export type CreateFileLock = (name: string, guards: readonly string[]) => FileLock;

/** Creates the lock; its folder is made where there is none. */
export function createFileLock(options: FileLockOptions): FileLock {
  const { file, guards = [], isReady, clock, withinMs = WITHIN_MS } = options;
  let isSwept = false;

  async function sweep(): Promise<void> {
    if (isSwept) return;
    isSwept = true;
    removeLeftLocks(options);
    for (const guarded of guards) await removeLeftovers(guarded);
  }

  return {
    async run(task) {
      let release: Release | undefined;
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        if (isReady !== undefined) await isReady;
        release = await take(file, options, clock.monotonicMs() + withinMs);
      } catch (error) {
        if (readErrorCode(error) === undefined) throw error;
        return { kind: 'refused', error };
      }
      if (release === undefined) return { kind: 'busy' };
      try {
        await sweep();
        return { kind: 'done', result: await task() };
      } finally {
        release();
      }
    },
  };
}

async function take(
  file: string,
  options: FileLockOptions,
  untilMs: number,
): Promise<Release | undefined> {
  const { clock } = options;
  const self = options.readSelf();
  const nonce = randomBytes(8).toString('hex');
  const draft = `${file}.${self.pid}-${self.startToken}-${nonce}`;
  try {
    writeFileSync(draft, JSON.stringify({ ...self, nonce }), { mode: 0o600, flag: 'wx' });
    for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, DELAY_MAX_MS)) {
      const isLinked = tryLink(draft, file);
      const holder = isLinked ? undefined : readHolder(file);
      // Over a network the word that it was done may be lost, and what is there is our own.
      if (isLinked || holder?.nonce === nonce) {
        return () => {
          if (readHolder(file)?.nonce === nonce) removeIfThere(file);
        };
      }
      if (holder === undefined) continue;
      if (isGone(file, holder.identity, options)) await remove(file, holder, options, untilMs);
      // By chance, so that those who wait do not all come back at once.
      else await clock.sleep(delayMs * (0.5 + Math.random()));
      if (clock.monotonicMs() > untilMs) return undefined;
    }
  } finally {
    removeIfThere(draft);
  }
}

/** Removes the lock of a process that is gone, unless somebody else has done so before. */
async function remove(
  file: string,
  holder: Holder,
  options: FileLockOptions,
  untilMs: number,
): Promise<void> {
  const release = await take(`${file}.${holder.nonce}`, options, untilMs);
  if (release === undefined) return;
  try {
    if (readHolder(file)?.nonce === holder.nonce) removeIfThere(file);
  } finally {
    release();
  }
}

/** Removes what processes that were killed left beside the lock, which we hold. */
function removeLeftLocks(options: FileLockOptions): void {
  const folder = dirname(options.file);
  try {
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(`${basename(options.file)}.`)) continue;
      const path = join(folder, name);
      const author = readAuthor(path);
      if (author !== undefined && isGone(path, author, options)) removeIfThere(path);
    }
  } catch (error) {
    // What cannot be removed stays; the lock itself is ours.
    if (readErrorCode(error) === undefined) throw error;
  }
}

/**
 * Whose a file beside a lock is; undefined when it is gone. Its author may be about to write it, or
 * was killed before he could: then the name alone tells of him.
 */
function readAuthor(path: string): ProcessIdentity | undefined {
  const [, pid, startToken] = /\.(\d{1,10})-([\d.]{0,64})-[0-9a-f]{16}$/.exec(path) ?? [];
  if (pid !== undefined && startToken !== undefined) return { pid: Number(pid), startToken };
  const holder = readHolder(path);
  return holder?.nonce === NO_NONCE ? NOBODY_KNOWN : holder?.identity;
}

function removeIfThere(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (readErrorCode(error) !== 'ENOENT') throw error;
  }
}

function isGone(
  file: string,
  identity: ProcessIdentity,
  { isAlive }: Pick<FileLockOptions, 'isAlive'>,
): boolean {
  return identity.startToken === '' ? isOld(file) : !isAlive(identity);
}

function isOld(file: string): boolean {
  try {
    return Date.now() - lstatSync(file).mtimeMs > UNKNOWN_MAX_MS;
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function tryLink(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (readErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when nobody holds it any more. */
function readHolder(file: string): Holder | undefined {
  try {
    return parseHolder(readFileSync(file, 'utf8'));
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** A lock that names nobody is one of nobody: it can only come from a disk that lost its content. */
function parseHolder(text: string): Holder {
  const named =
    /^\{"pid":(\d{1,10}),"startToken":"([^"\\]{0,64})","nonce":"([0-9a-f]{16})"\}$/.exec(text);
  const [, pid = '0', startToken = 'none', nonce = NO_NONCE] = named ?? [];
  return { identity: { pid: Number(pid), startToken }, nonce };
}
