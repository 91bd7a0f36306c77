import { lstat, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeFileAtomic } from './atomic-file.ts';
import { readErrorCode } from './errno.ts';
import { toFileStamp } from './file-stamp.ts';

/** What a file is kept as when it was set aside. */
interface SetAside {
  readonly keptAs: string;
}

export type Replacement =
  | (SetAside & { readonly kind: 'replaced' })
  /** The file is another than the one that was judged, or could not be replaced: it is as it was. */
  | { readonly kind: 'changed' | 'failed' };

/** Renames the file to a name with the time in it; undefined when it had to stay. */
export async function setAside(file: string, nowMs: number): Promise<SetAside | undefined> {
  try {
    const keptAs = await findFreeName(file, nowMs);
    await rename(file, join(dirname(file), keptAs));
    return { keptAs };
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return undefined;
  }
}

/**
 * Puts other bytes into a file's place and keeps what it held under a name with the time in it.
 * At no moment is there no file, nor one without what it held kept, wherever we are killed.
 */
export async function replaceKeeping(
  file: string,
  held: Uint8Array,
  bytes: Uint8Array,
  nowMs: number,
): Promise<Replacement> {
  const keptAs = await findFreeName(file, nowMs).catch(toUnknown);
  if (keptAs === undefined) return { kind: 'failed' };
  const copy = join(dirname(file), keptAs);
  const keeping = await writeFileAtomic(copy, held, { mode: 0o600 });
  if (keeping.kind !== 'written') return { kind: 'failed' };
  const { kind } = await writeFileAtomic(file, bytes, { mode: 0o600, expected: held });
  if (kind === 'written') return { kind: 'replaced', keptAs };
  // What stays in its place needs no copy.
  await unlink(copy).catch(toUnknown);
  return { kind };
}

function toUnknown(error: unknown): undefined {
  if (readErrorCode(error) === undefined) throw error;
}

async function findFreeName(file: string, nowMs: number): Promise<string> {
  const base = `${basename(file)}.broken-${toFileStamp(nowMs)}`;
  let name = base;
  for (let n = 1; await isTaken(join(dirname(file), name)); n += 1) name = `${base}-${n}`;
  return name;
}

async function isTaken(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
