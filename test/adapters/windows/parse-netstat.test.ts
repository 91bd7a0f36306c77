import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decodeOutput } from '../../../electron/adapters/windows/decode-output.ts';
import { parseNetstat, type NetstatRow } from '../../../electron/adapters/windows/parse-netstat.ts';
import { readSamples } from './samples.ts';

const keySchema = z.array(
  z.object({
    protocol: z.enum(['tcp', 'udp']),
    family: z.union([z.literal(4), z.literal(6)]),
    address: z.string(),
    port: z.number(),
    pid: z.number().optional(),
    remote: z.string().optional(),
  }),
);

const samples = readSamples('netstat').map(({ key, ...rest }) => ({
  ...rest,
  key: keySchema.parse(key),
}));

/** Keys keep the zone of an address, and the peer of a UDP socket, which is no listener's. */
function toTexts(rows: readonly (NetstatRow | z.infer<typeof keySchema>[number])[]) {
  const texts = rows.flatMap((row) => {
    const address = row.address.replace(/%.*$/, '').toLowerCase();
    if ('remote' in row && row.remote !== undefined) return [];
    return [`${row.protocol}${row.family} ${address} ${row.port} ${row.pid ?? 'no pid'}`];
  });
  return [...new Set(texts)].sort();
}

const FIRST_OF_ALL = samples[0]?.text ?? '';

describe('what netstat says on a real machine', () => {
  test('there are captures in ten languages', () => {
    expect(new Set(samples.map(({ name }) => name.replace(/^\d+-(zh-..|..).*/, '$1'))).size).toBe(
      10,
    );
  });

  test.each(samples)('$name says what its key says', ({ text, key }) => {
    expect(toTexts(parseNetstat(`${text}\n`))).toEqual(toTexts(key));
  });

  test.each(samples)('$name says the same as UTF-16', ({ text, key }) => {
    const bytes = Buffer.from(`${text}\n`, 'utf16le');
    expect(toTexts(parseNetstat(decodeOutput(bytes)))).toEqual(toTexts(key));
  });

  test.each(samples)('$name says the same in a code page that is not ours', ({ text, key }) => {
    const bytes = Buffer.from(`${text}\n`, 'latin1');
    expect(toTexts(parseNetstat(decodeOutput(bytes)))).toEqual(toTexts(key));
  });
});

describe('whatever netstat says', () => {
  test('a language that was never seen is read by the shape of its rows', () => {
    const text = '  TCP    127.0.0.1:3000   0.0.0.0:0   ይሰማል   4711\r\n';
    expect(parseNetstat(text)).toEqual([
      { protocol: 'tcp', family: 4, address: '127.0.0.1', port: 3000, pid: 4711 },
    ]);
  });

  test('a state of several words and a column more leave the pid the last word', () => {
    const text = '  TCP    [::1]:3000   [::]:0   EN ATTENTE DE CONNEXION  InHost   4711\n';
    expect(parseNetstat(text)).toMatchObject([{ family: 6, address: '::1', pid: 4711 }]);
  });

  test('connections are no listeners', () => {
    expect(parseNetstat('  TCP  127.0.0.1:3000  127.0.0.1:50000  LISTENING  4711\n')).toEqual([]);
  });

  test('cut anywhere, it gives no row that the whole does not give', () => {
    const whole = new Set(toTexts(parseNetstat(FIRST_OF_ALL)));
    for (let length = 0; length < FIRST_OF_ALL.length; length += 7) {
      for (const text of toTexts(parseNetstat(FIRST_OF_ALL.slice(0, length)))) {
        expect(whole).toContain(text);
      }
    }
  });

  test('50 MB are read in a few seconds', () => {
    const text = FIRST_OF_ALL.repeat(Math.ceil((50 * 1024 * 1024) / FIRST_OF_ALL.length));
    const startedMs = performance.now();
    expect(parseNetstat(text).length).toBeGreaterThan(100_000);
    expect(performance.now() - startedMs).toBeLessThan(15_000);
  });

  test('any bytes give no failure, and no pid that is not written there', () => {
    const word = fc.oneof(
      fc.constantFrom('TCP', 'UDP', '0.0.0.0:80', '[::]:0', '*:*', '0.0.0.0:0', '\r\n', '  ', '4'),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 40 }),
        fc.uint8Array({ maxLength: 200 }),
        (words, bytes) => {
          const text = `${words.join(' ')}${decodeOutput(bytes)}\n`;
          for (const { pid, port } of parseNetstat(text)) {
            expect(text).toContain(String(port));
            expect(text).toMatch(new RegExp(pid === undefined ? '' : `\\b0*${pid}\\b`));
          }
        },
      ),
    );
  });
});
