const NEWLINE = 0x0a;

/** Puts lines together from the pieces in which they come. */
export interface LineSplitter {
  /** The lines that end in this piece; undefined when a line is longer than is allowed. */
  push(piece: Buffer): readonly string[] | undefined;
  /** Whether a line has begun and not ended. */
  isInLine(): boolean;
}

export function createLineSplitter(bytesMax: number): LineSplitter {
  let begun: readonly Buffer[] = [];
  let begunBytes = 0;

  return {
    push(piece) {
      const lines: string[] = [];
      let start = 0;
      for (;;) {
        const end = piece.indexOf(NEWLINE, start);
        const part = piece.subarray(start, end === -1 ? undefined : end);
        if (begunBytes + part.length > bytesMax) return undefined;
        if (end === -1) {
          if (part.length > 0) begun = [...begun, part];
          begunBytes += part.length;
          return lines;
        }
        lines.push(Buffer.concat([...begun, part]).toString('utf8'));
        begun = [];
        begunBytes = 0;
        start = end + 1;
      }
    },
    isInLine: () => begunBytes > 0,
  };
}
