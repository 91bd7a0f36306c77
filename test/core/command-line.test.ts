import { expect, test } from 'vitest';
import { parseCommandLine, toCommandLine } from '../../shared/command-line.ts';

test.each([
  ['npm run dev', ['npm', 'run', 'dev']],
  ['  node   server.js ', ['node', 'server.js']],
  [`node -e 'console.log("a b")' ""`, ['node', '-e', 'console.log("a b")', '']],
  ['a\\ b "c\\"d"', ['a b', 'c"d']],
  ['', []],
  ['$HOME | rm; `x` > y', ['$HOME', '|', 'rm;', '`x`', '>', 'y']],
])('%s is a command of these words', (text, words) => {
  expect(parseCommandLine(text)).toEqual(words);
});

test('a quote that is not closed is no command', () => {
  expect(parseCommandLine("npm 'run")).toBeUndefined();
});

test.each([[['npm', 'run', 'dev']], [['a b', "it's", '', '\\', '"', '$x']]])(
  '%j is written so that it is read back the same',
  (words) => {
    expect(parseCommandLine(toCommandLine(words))).toEqual(words);
  },
);
