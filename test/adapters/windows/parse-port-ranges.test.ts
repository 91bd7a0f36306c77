import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decodeOutput } from '../../../electron/adapters/windows/decode-output.ts';
import {
  parseDynamicRange,
  parseExcludedRanges,
} from '../../../electron/adapters/windows/parse-port-ranges.ts';
import { readSamples } from './samples.ts';

const excludedSchema = z.array(
  z.object({ start: z.number(), end: z.number(), administered: z.boolean() }),
);
const dynamicSchema = z.object({ start: z.number(), end: z.number() });

describe('excluded ranges', () => {
  test.each(readSamples('excluded-ranges'))('$name says what its key says', ({ text, key }) => {
    expect(parseExcludedRanges(text)).toEqual(
      excludedSchema.parse(key).map(({ start, end, administered }) => ({
        from: start,
        to: end,
        isAdministered: administered,
      })),
    );
  });

  test.each(readSamples('excluded-ranges'))('$name says the same as UTF-16', ({ text }) => {
    const decoded = decodeOutput(Buffer.from(text, 'utf16le'));
    expect(parseExcludedRanges(decoded)).toEqual(parseExcludedRanges(text));
  });

  test('a reversed range, and one beyond the last port, are none', () => {
    expect(parseExcludedRanges('  200  100\n  65000  65536\n  0  5\n')).toEqual([]);
  });

  test('any text gives whole ranges of ports or none', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        for (const { from, to } of parseExcludedRanges(text)) {
          expect(from).toBeGreaterThanOrEqual(1);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(65_535);
        }
      }),
    );
  });
});

describe('the dynamic range', () => {
  test.each(readSamples('dynamic-range'))('$name says what its key says', ({ text, key }) => {
    const { start, end } = dynamicSchema.parse(key);
    expect(parseDynamicRange(text)).toEqual({ from: start, to: end });
  });

  test.each(['', 'x : 49152', 'x : 65535\ny : 65535', 'a : 1\nb : 2\nc : 3', 'a : 1\nb : 0'])(
    '%j tells none',
    (text) => {
      expect(parseDynamicRange(text)).toBeUndefined();
    },
  );
});
