import type { Libc } from './libc.ts';

/** A number from zero up as text that ends in a NUL, for the C library. */
export interface CountingName {
  /** Begins at zero again; returns where the text lies. */
  restart(): number;
  /** Goes on to the next number; returns where its text lies. */
  advance(): number;
}

const LENGTH = 16;
/** Before the NUL. */
const LAST = LENGTH - 2;
const ZERO = 0x30;
const NINE = 0x39;

/** Creates the name, which is counted up in place: to write each number anew makes garbage. */
export function createCountingName(libc: Pick<Libc, 'addressOf'>): CountingName {
  const bytes = new Uint8Array(new ArrayBuffer(LENGTH)).fill(ZERO, 0, LAST + 1);
  const base = libc.addressOf(bytes);
  let first = LAST;
  let address = base + first;
  return {
    restart() {
      bytes.fill(ZERO, first, LAST + 1);
      first = LAST;
      address = base + first;
      return address;
    },
    advance() {
      let at = LAST;
      for (; bytes[at] === NINE; at -= 1) bytes[at] = ZERO;
      bytes[at] = (bytes[at] ?? ZERO) + 1;
      if (at < first) {
        first = at;
        address = base + first;
      }
      return address;
    },
  };
}
