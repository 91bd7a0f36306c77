import { Transform } from 'node:stream';

const NEWLINE = 0x0a;

/**
 * Lets lines of at most `bytesMax` bytes through, each with its end, and drops longer ones whole, so
 * that no sender can fill the memory; `onDropped` hears of each once.
 */
export function limitLines(bytesMax: number, onDropped: () => void): Transform {
  let parts: Buffer[] = [];
  let length = 0;
  let isDropping = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let rest = chunk;
      while (rest.length > 0) {
        const end = rest.indexOf(NEWLINE);
        const part = end === -1 ? rest : rest.subarray(0, end + 1);
        rest = rest.subarray(part.length);
        length += part.length;
        if (!isDropping && length > bytesMax) {
          isDropping = true;
          parts = [];
          onDropped();
        }
        if (!isDropping) parts.push(part);
        if (end === -1) continue;
        if (!isDropping) this.push(Buffer.concat(parts));
        parts = [];
        length = 0;
        isDropping = false;
      }
      done();
    },
  });
}
