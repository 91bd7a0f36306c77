import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isVerb } from '../../electron/command/arguments/commands.ts';
import { EXIT_CODES } from '../../electron/command/call/exit-codes.ts';
import { listExitRows, type ExitRow } from '../../electron/command/help/exit-rows.ts';
import { toUsageWords } from '../../electron/command/help/usage-words.ts';
import { conflictKindSchema } from '../../shared/verdict.ts';
import { projectFolder } from '../support/app-under-test.ts';

const lines = readFileSync(join(projectFolder, 'README.md'), 'utf8').split('\n');

/** The rows under a header, each as its cells without the spaces around them. */
function readTable(header: RegExp): readonly (readonly string[])[] {
  const start = lines.findIndex((line) => header.test(line));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** As README tells it: the first three codes in columns of their own. */
function toCells({ commands, codes }: ExitRow): readonly string[] {
  const label = commands.map((name) => (isVerb(name) ? `\`${name}\`` : name)).join(', ');
  const columns = [0, 1, 2].map((column) => codes.find(([code]) => code === column)?.[1] ?? '');
  const others = codes.filter(([code]) => code > 2).map(([code, text]) => `${code} ${text}`);
  return [label, ...columns, others.join(', ')];
}

test('README has the exit codes of every command, in the words of the help', () => {
  const rows = listExitRows(toUsageWords('en')).map(toCells);
  expect(readTable(/^\| command +\| 0 +\|/)).toEqual(rows);
});

test('README tells of each exit code of a kill at more length', () => {
  const codes = readTable(/^\| exit code \| after `portreeve kill`/).map(([code]) => Number(code));
  expect(codes).toEqual(Object.values(EXIT_CODES.kill));
});

test('README tells of every kind of conflict', () => {
  const kinds = readTable(/^\| kind +\| in JSON/).map(([, kind]) => kind);
  expect(kinds).toEqual(conflictKindSchema.options.map((kind) => `\`${kind}\``));
});
