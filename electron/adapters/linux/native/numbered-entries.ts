import type { Libc } from './libc.ts';

/*
 * A folder of /proc as getdents64(2) tells it: entries of struct linux_dirent64, each with inode,
 * offset, length of the entry, type and name, the numbers in rising order.
 */

/** The entries of one folder whose names are numbers, one folder at a time. */
export interface NumberedEntries {
  /**
   * Takes in an open folder of descriptors in place of the last one: whole when it was not read
   * before and `from` is zero, and else from this number on; false when it cannot be read.
   */
  read(fd: number, from: number): boolean;
  count(): number;
  /** The lowest number from where it was read that is no name. */
  lowestFree(): number;
  numberAt(index: number): number;
  /** The address of the name, which ends in a NUL. */
  nameAt(index: number): number;
}

const LENGTH_OFFSET = 16;
const NAME_OFFSET = 19;
const ENTRY_BYTES_MIN = 24;
const READING_BYTES = 32 * 1024;
const ZERO = 0x30;
const SEEK_SET = 0;
/** Of `.` and `..`: the place of every other name is its number and this. */
const PLACES_BEFORE = 2;

/** Creates the memory that one folder after the other is read into. */
export function createNumberedEntries(
  libc: Pick<Libc, 'lseek' | 'getdents64' | 'addressOf'>,
): NumberedEntries {
  let bytes = new Uint8Array(new ArrayBuffer(READING_BYTES));
  let words = new Uint16Array(bytes.buffer);
  let address = libc.addressOf(bytes);
  /** Where each name begins in `bytes`. */
  let places = new Uint32Array(READING_BYTES / ENTRY_BYTES_MIN);
  let count = 0;
  let start = 0;
  let lowestFree = 0;

  function makeRoom(): void {
    const larger = new Uint8Array(new ArrayBuffer(bytes.length * 2));
    larger.set(bytes);
    bytes = larger;
    words = new Uint16Array(larger.buffer);
    address = libc.addressOf(larger);
    const more = new Uint32Array(larger.length / ENTRY_BYTES_MIN);
    more.set(places);
    places = more;
  }

  function note(place: number): void {
    /** Neither `.` nor `..`. */
    if ((bytes[place] ?? 0) < ZERO) return;
    /** As they come in order, only what follows without a gap is looked at. */
    if (lowestFree === start + count && readNumber(place) === lowestFree) lowestFree += 1;
    places[count] = place;
    count += 1;
  }

  function readNumber(place: number): number {
    let number = 0;
    for (let at = place; ; at += 1) {
      const digit = (bytes[at] ?? 0) - ZERO;
      if (digit < 0) return number;
      number = number * 10 + digit;
    }
  }

  return {
    read(fd, from) {
      count = 0;
      start = from;
      lowestFree = from;
      if (from > 0 && libc.lseek(fd, from + PLACES_BEFORE, SEEK_SET) < 0) return false;
      for (let used = 0; ;) {
        if (bytes.length - used < READING_BYTES) makeRoom();
        const length = libc.getdents64(fd, address + used, bytes.length - used);
        if (length < 0) return false;
        if (length === 0) return true;
        for (const end = used + length; used < end;) {
          note(used + NAME_OFFSET);
          used += Math.max(ENTRY_BYTES_MIN, words[(used + LENGTH_OFFSET) / 2] ?? 0);
        }
      }
    },
    count: () => count,
    lowestFree: () => lowestFree,
    numberAt: (index) => readNumber(places[index] ?? 0),
    nameAt: (index) => address + (places[index] ?? 0),
  };
}
