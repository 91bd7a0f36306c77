import type { Libc } from './libc.ts';

/** A number from zero up as text that ends in a NUL, for the C library. */
export interface CountingName {
  /** Begins at zero again. */
  restart(): void;
  /** Goes on to the next number. */
  advance(): void;
  /** Where the text lies now. */
  address(): number;
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
    },
    advance() {
      let at = LAST;
      for (; bytes[at] === NINE; at -= 1) bytes[at] = ZERO;
      bytes[at] = (bytes[at] ?? ZERO) + 1;
      if (at >= first) return;
      first = at;
      address = base + first;
    },
    address: () => address,
  };
}
