import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { toChecksum } from '../../../electron/adapters/posix/cksum.ts';
import { listAbove, listBelow } from '../../../electron/adapters/posix/family-tree.ts';
import { isAliveByPs, isPsIdentity } from '../../../electron/adapters/posix/is-alive.ts';
import { parsePs, type PsProcess } from '../../../electron/adapters/posix/parse-ps.ts';
import { parseToken, toIdentity } from '../../../electron/adapters/posix/process-token.ts';
import { createPsReader } from '../../../electron/adapters/posix/read-ps.ts';
import { listSamples, readKey } from '../macos/fixtures.ts';

const keySchema = z.array(
  z.object({
    pid: z.number(),
    ppid: z.number().optional(),
    uid: z.number().optional(),
    user: z.string().optional(),
    lstart: z.string().optional(),
    command: z.string(),
  }),
);

/** The captured processes, in the columns that are asked for here. */
describe('real processes of macOS', () => {
  test.each(listSamples(/-ps-/))('%s: every pid has its own command', (name) => {
    const key = readKey(name, keySchema);
    const lines = key.map(
      ({ pid, ppid = 1, uid = 501, user = 'ann', lstart = 'Sat Nov 21 07:45:11 2026', command }) =>
        `${String(pid).padStart(5)} ${ppid} ${uid} Ss ?? ${user} ${(command.split(/[ /]/).at(-1) ?? '').slice(0, 16).padEnd(16)} ${lstart}     ${command}`,
    );
    const table = parsePs(`${lines.join('\n')}\n`);
    expect([...table.values()].map(({ pid, command }) => ({ pid, command }))).toEqual(
      key.map(({ pid, command }) => ({ pid, command })),
    );
    for (const { pid, lstart = 'Sat Nov 21 07:45:11 2026' } of key) {
      expect(table.get(pid)?.startedAtSeconds).toBe(Date.parse(`${lstart} UTC`) / 1000);
    }
  });
});

const LINE =
  ' 4711  4700   501 S+   ttys003  ann      my server        Sat Nov 21 14:26:21 2026     node s.js --name "a b"';

test('a line is told with all its columns', () => {
  expect(parsePs(`${LINE}\n`).get(4711)).toEqual({
    pid: 4711,
    parentPid: 4700,
    uid: 501,
    stat: 'S+',
    terminal: 'ttys003',
    user: 'ann',
    name: 'my server',
    startedAtSeconds: Date.UTC(2026, 10, 21, 14, 26, 21) / 1000,
    command: 'node s.js --name "a b"',
  });
});

test('a process that writes the line of another makes both unknown, and nobody’s pid its own', () => {
  const forged = LINE.replace('4711', '4712').replace('s.js', `s.js\n${LINE}`);
  const table = parsePs(`${LINE}\n${forged}\n`);
  expect(table.get(4711)).toBeUndefined();
  expect(table.get(4712)?.command).toBe('node s.js');
});

test('any text is read without a throw, and no pid is made up', () => {
  const piece = fc.oneof(
    fc.nat(LINE.length).map((at) => LINE.slice(at)),
    fc.string({ maxLength: 40, unit: 'binary' }),
    fc.constant('\n'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      for (const { pid } of parsePs(text).values()) expect(text).toContain(String(pid));
    }),
    { numRuns: 2_000 },
  );
});

test('the checksum is that of cksum', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40, unit: 'grapheme' }), (text) => {
      const [sum] = execFileSync('cksum', { input: text, encoding: 'utf8' }).split(' ');
      expect(String(toChecksum(text))).toBe(sum);
    }),
    { numRuns: 30 },
  );
});

test('a token has its start as ps prints it', () => {
  const [process] = parsePs(`${LINE.replace('Nov 21', 'Nov  3')}\n`).values();
  if (process === undefined) throw new Error('no process');
  const { startToken } = toIdentity(process);
  expect(parseToken(startToken)).toEqual({
    lstart: 'Tue Nov  3 14:26:21 2026',
    checksum: String(toChecksum('my server')),
  });
  for (const wrong of ['', '1', '1.', 'x.1', '1.1; rm', '99999999999999.1']) {
    expect(parseToken(wrong)).toBeUndefined();
  }
});

describe('a family', () => {
  const toProcess = (pid: number, parentPid: number, startedAtSeconds: number): PsProcess => ({
    pid,
    parentPid,
    startedAtSeconds,
    uid: 501,
    user: 'ann',
    stat: 'S',
    name: 'x',
    command: 'x',
  });
  const table = new Map(
    [
      toProcess(1, 0, 0),
      toProcess(10, 1, 5),
      toProcess(11, 10, 6),
      toProcess(12, 11, 6),
      /** Its parent ended, and another got the id later. */
      toProcess(13, 11, 2),
      toProcess(20, 21, 9),
      toProcess(21, 20, 9),
    ].map((process) => [process.pid, process]),
  );

  test('has its parents above, nearest first, and ends in a circle', () => {
    const [deep, circle] = [table.get(12), table.get(20)];
    if (deep === undefined || circle === undefined) throw new Error('no process');
    expect(listAbove(table, deep).map(({ pid }) => pid)).toEqual([11, 10, 1]);
    expect(listAbove(table, circle).map(({ pid }) => pid)).toEqual([21, 20]);
  });

  test('has its children below, and nobody who is older than his parent', () => {
    const root = table.get(10);
    if (root === undefined) throw new Error('no process');
    expect(listBelow(table, [toIdentity(root)]).map(({ pid }) => pid)).toEqual([11, 12]);
    expect(listBelow(table, [{ pid: 10, startToken: '1.1' }])).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('ps itself', () => {
  test('tells of ourselves, both ways', async () => {
    const reader = createPsReader();
    const now = reader.readNow([process.pid])?.get(process.pid);
    const later = (await reader.read())?.get(process.pid);
    expect(now).toMatchObject({
      pid: process.pid,
      parentPid: process.ppid,
      uid: process.geteuid?.(),
    });
    expect(later?.startedAtSeconds).toBe(now?.startedAtSeconds);
    expect(
      Math.abs((now?.startedAtSeconds ?? 0) - (Date.now() / 1000 - process.uptime())),
    ).toBeLessThan(30);
  });

  test('tells who lives', () => {
    const own = createPsReader().readNow([process.pid])?.get(process.pid);
    if (own === undefined) throw new Error('ps does not know us');
    const identity = toIdentity(own);
    expect(isPsIdentity(identity)).toBe(true);
    expect(isPsIdentity({ pid: 1, startToken: '4711' })).toBe(false);
    expect(isAliveByPs(identity)).toBe(true);
    expect(isAliveByPs({ ...identity, startToken: '1.1' })).toBe(false);
    expect(isAliveByPs(identity, '/nowhere/ps')).toBe(true);
  });

  test('knows nobody of a pid that there is not, and a tool that is missing knows nothing', () => {
    expect(createPsReader().readNow([2 ** 22 + 1])).toEqual(new Map());
    expect(createPsReader('/nowhere/ps').readNow([1])).toBeUndefined();
  });
});
