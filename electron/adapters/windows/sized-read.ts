/** What a call said of the bytes it was given. */
export type SizedAnswer = 'filled' | 'too-small' | 'failed';

const SIZE_MAX = 64 * 1024 * 1024;
const TRIES_MAX = 8;

export interface SizedReader {
  /** The bytes that the call filled, until the next read; undefined where it failed. */
  read(
    fill: (bytes: Uint8Array, length: Uint32Array) => SizedAnswer,
  ): { readonly bytes: Uint8Array; readonly whole: Uint8Array } | undefined;
}

/**
 * Reads what says its size only when it is asked for: into bytes of the size that was enough the
 * last time, and into more where the table has grown meanwhile. Bounded in tries and in size.
 */
export function createSizedReader(firstSize: number): SizedReader {
  let whole = new Uint8Array(firstSize);
  return {
    read(fill) {
      for (let tries = 0; tries < TRIES_MAX; tries += 1) {
        const length = new Uint32Array([whole.length]);
        const answer = fill(whole, length);
        const told = length[0] ?? 0;
        if (answer === 'filled') {
          return {
            bytes: told > 0 && told <= whole.length ? whole.subarray(0, told) : whole,
            whole,
          };
        }
        if (answer === 'failed' || whole.length >= SIZE_MAX) return undefined;
        // Room for what comes up between the two calls.
        const wanted = Math.max(told + (told >> 3), whole.length * 2);
        whole = new Uint8Array(Math.min(wanted, SIZE_MAX));
      }
      return undefined;
    },
  };
}
