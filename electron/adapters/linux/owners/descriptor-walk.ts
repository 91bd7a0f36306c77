import { createCountingName } from '../native/counting-name.ts';
import { OPEN_FOLDER, type Libc } from '../native/libc.ts';
import { createNumberedEntries } from '../native/numbered-entries.ts';
import { toProcLook } from '../proc/proc-reader.ts';

/*
 * A walk that lists a process's descriptors before it looks at each takes a tenth longer. As the
 * kernel gives out the lowest free number, most of them are one row from zero on: they are counted
 * up until there is none, and only what may come behind that gap is listed.
 */

/** Goes through the descriptors of one process after the other, the lowest first. */
export interface DescriptorWalk {
  /** Begins with an open folder of descriptors. */
  start(folder: number): void;
  /** Reads where the next one points; returns the length, -1 for a failure, or `END`. */
  readNext(): number;
  /** The one that was read last. */
  descriptor(): number;
  /** How many were read. */
  looks(): number;
  isAtEnd(): boolean;
  /** How many there are, read or not. */
  count(): number;
  /** The lowest number from zero on that is none. */
  lowestFree(): number;
}

/** There are no more descriptors. */
export const END = -2;

const OWN_FOLDER = '/proc/self/fd';

/** Where the text of a link goes to. */
interface LinkPlace {
  readonly address: number;
  readonly length: number;
}

/** Creates a walk that writes where a descriptor points to `link`. */
export function createDescriptorWalk(libc: Libc, link: LinkPlace): DescriptorWalk {
  const name = createCountingName(libc);
  const entries = createNumberedEntries(libc);
  const canListFrom = canListFromAnywhere();
  let folder = -1;
  /** How many of the first row were read, and where the name of the next lies. */
  let row = 0;
  let nameAddress = name.restart();
  /** Whether the first row ended, and how many of those behind it were read. */
  let isListed = false;
  let listedLooks = 0;

  /** Whether a folder of descriptors is listed from any number on; what only acts as Linux may not. */
  function canListFromAnywhere(): boolean {
    const own = libc.open(OWN_FOLDER, OPEN_FOLDER);
    if (own < 0) return false;
    const isRead = entries.read(own, 0) && entries.count() > 0;
    const last = isRead ? entries.numberAt(entries.count() - 1) : 0;
    const isLastAlone =
      isRead && entries.read(own, last) && entries.count() === 1 && entries.numberAt(0) === last;
    libc.close(own);
    return isLastAlone;
  }

  function list(): void {
    if (isListed) return;
    isListed = true;
    if (entries.read(folder, row)) return;
    const errno = libc.errno();
    /** The process has ended, or is not for us to see any more. */
    if (toProcLook(errno) !== undefined) return;
    throw new Error(`The descriptors of a process could not be listed: errno ${errno}`);
  }

  return {
    start(opened) {
      folder = opened;
      row = 0;
      isListed = false;
      listedLooks = 0;
      nameAddress = name.restart();
    },
    readNext() {
      if (!isListed && canListFrom) {
        const length = libc.readlinkat(folder, nameAddress, link.address, link.length);
        if (length >= 0) {
          row += 1;
          nameAddress = name.advance();
          return length;
        }
      }
      /** Whatever failed: a list comes to an end, and shows what there is nevertheless. */
      list();
      if (listedLooks === entries.count()) return END;
      listedLooks += 1;
      return libc.readlinkat(folder, entries.nameAt(listedLooks - 1), link.address, link.length);
    },
    descriptor: () => (listedLooks === 0 ? row - 1 : entries.numberAt(listedLooks - 1)),
    looks: () => row + listedLooks,
    isAtEnd: () => isListed && listedLooks === entries.count(),
    count() {
      list();
      return row + entries.count();
    },
    lowestFree() {
      list();
      return entries.lowestFree();
    },
  };
}
