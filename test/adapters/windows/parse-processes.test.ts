import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { splitCommandLine } from '../../../electron/adapters/windows/command-line.ts';
import { parseCim } from '../../../electron/adapters/windows/parse-cim.ts';
import { toStartedAt } from '../../../electron/adapters/windows/parse-process-table.ts';
import { parseTasklist } from '../../../electron/adapters/windows/parse-tasklist.ts';
import { readSamples } from './samples.ts';

const tasksSchema = z.array(z.object({ image: z.string(), pid: z.number() }));

describe('tasklist', () => {
  test.each(readSamples('processes'))('$name says what its key says', ({ text, key }) => {
    expect(parseTasklist(text)).toEqual(
      tasksSchema.parse(key).map(({ image, pid }) => ({ name: image, pid })),
    );
  });

  test('any text gives no failure and no pid that is not written there', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        for (const { pid } of parseTasklist(text)) expect(text).toContain(String(pid));
      }),
    );
  });
});

describe('what WMI tells', () => {
  const node = {
    pid: 4711,
    parent: 812,
    created: '134244120710330001',
    name: 'node.exe',
    path: 'C:\\Program Files\\nodejs\\node.exe',
    command: '"C:\\Program Files\\nodejs\\node.exe" server.js',
  };
  const told = {
    pid: 4711,
    parentPid: 812,
    startToken: '13424412071033000',
    name: 'node.exe',
    executable: node.path,
    command: node.command,
  };

  test('is read as a list, and as the one that a list of one may be', () => {
    expect(parseCim(JSON.stringify({ processes: [node] }))).toEqual([told]);
    expect(parseCim(`\ufeff${JSON.stringify({ processes: node })}\r\n`)).toEqual([told]);
  });

  test('leaves out what it may not see', () => {
    const hidden = { ...node, path: null, command: null };
    expect(parseCim(JSON.stringify({ processes: [hidden] }))).toEqual([
      { pid: 4711, parentPid: 812, startToken: told.startToken, name: 'node.exe' },
    ]);
  });

  test('is nothing where it was cut or is no answer', () => {
    const text = JSON.stringify({ processes: [node] });
    for (let length = 0; length < text.length; length += 1) {
      expect(parseCim(text.slice(0, length)) ?? []).toEqual([]);
    }
    expect(parseCim('{"processes":[{"pid":-1},{"pid":"4"},7,null]}')).toEqual([]);
  });

  test('of any text is never a failure', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        parseCim(text);
        parseCim(`{"processes":${text}}`);
      }),
    );
  });
});

test('a start is a moment of the calendar', () => {
  expect(toStartedAt('13434551171033000')).toBe('2026-09-22T11:46:11.033Z');
  expect(toStartedAt('0')).toBeUndefined();
});

describe('a command line', () => {
  test.each([
    ['node server.js', ['node', 'server.js']],
    ['"C:\\Program Files\\node.exe" a b', ['C:\\Program Files\\node.exe', 'a', 'b']],
    ['x "a \\"b\\" c" d', ['x', 'a "b" c', 'd']],
    ['x a\\\\b "c d\\\\" e', ['x', 'a\\\\b', 'c d\\', 'e']],
    ['x "" y', ['x', '', 'y']],
    ['x "unclosed one', ['x', 'unclosed one']],
    ['', []],
  ])('%s', (text, words) => {
    expect(splitCommandLine(text)).toEqual(words);
  });

  test('of any text keeps every character but blanks, quotes and backslashes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const plain = (one: string): string => one.replace(/[\s"\\]/g, '');
        expect(plain(splitCommandLine(text).join(''))).toBe(plain(text));
      }),
    );
  });
});
