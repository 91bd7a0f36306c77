import { endianness } from 'node:os';
import type { Libc } from './libc.ts';

/** What the file system tells of a path, where links are followed; undefined where it tells nothing. */
export interface FileStatus {
  /** In bytes; of a folder of descriptors, since Linux 6.2, how many there are. */
  readSize(path: string): number | undefined;
  /** The uid of the owner. */
  readUid(path: string): number | undefined;
}

/** What a path from the root is relative to is of no account. */
const NOWHERE = -1;
/** struct statx, its fields and where they are, in words of four bytes; see statx(2). */
const STATX_WORDS = 64;
const STATX_UID = 0x8;
const STATX_SIZE = 0x200;
const UID_WORD = 5;
/** The lower half, which is enough for what has no more than 4 GB. */
const SIZE_WORD = endianness() === 'LE' ? 10 : 11;

/** Creates the way through the C library, which makes no garbage. */
export function createFileStatus(libc: Pick<Libc, 'statx'>): FileStatus {
  const words = new Uint32Array(STATX_WORDS);
  const bytes = new Uint8Array(words.buffer);
  const read = (path: string, field: number, word: number): number | undefined =>
    libc.statx(NOWHERE, path, 0, field, bytes) === 0 ? words[word] : undefined;
  return {
    readSize: (path) => read(path, STATX_SIZE, SIZE_WORD),
    readUid: (path) => read(path, STATX_UID, UID_WORD),
  };
}
