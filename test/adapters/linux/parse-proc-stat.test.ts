import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseProcStat } from '../../../electron/adapters/linux/proc/parse-proc-stat.ts';
import { formatStat } from './fake-proc.ts';

const keySchema = z.object({
  pid: z.number(),
  comm: z.string(),
  state: z.string(),
  ppid: z.number(),
  starttimeTicks: z.number(),
});
const folder = new URL('../../fixtures/linux/', import.meta.url);
const samples = readdirSync(folder).filter((name) => /-proc-pid-stat.*\.txt$/.test(name));

describe('the state of a real process', () => {
  test.each(samples)('%s says what its key says', (name) => {
    const key = keySchema.parse(
      JSON.parse(readFileSync(new URL(name.replace('.txt', '.expected.json'), folder), 'utf8')),
    );
    const stat = parseProcStat(readFileSync(new URL(name, folder), 'utf8'));
    expect(stat).toMatchObject({
      pid: key.pid,
      name: key.comm,
      state: key.state,
      parentPid: key.ppid,
      startToken: String(key.starttimeTicks),
    });
  });
});

test('a process of a terminal, a kernel thread and a daemon are told apart', () => {
  const daemon = parseProcStat(formatStat({ pid: 9 }));
  const shell = parseProcStat(formatStat({ pid: 9, terminal: 34816 }));
  const kernel = parseProcStat(formatStat({ pid: 9, flags: 0x00200040 }));
  expect([daemon, shell, kernel].map((stat) => [stat?.hasTerminal, stat?.isKernelThread])).toEqual([
    [false, false],
    [true, false],
    [false, true],
  ]);
});

test('no name can pass for the fields behind it', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 15, unit: 'binary' }), (name) => {
      const stat = parseProcStat(formatStat({ pid: 77, name, parentPid: 5, startTicks: 123 }));
      expect(stat).toMatchObject({ pid: 77, name, parentPid: 5, startToken: '123' });
    }),
  );
});

test('a text that was cut off is no state', () => {
  const whole = formatStat({ pid: 77, startTicks: 123456 });
  const end = whole.indexOf('123456');
  for (let length = 0; length <= end + 6; length += 1) {
    expect(parseProcStat(whole.slice(0, length))).toBe(undefined);
  }
});

test('any text is read without a throw', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (text) => {
      expect(() => [parseProcStat(text), parseProcStat(`1 (x) ${text}`)]).not.toThrow();
    }),
  );
});
