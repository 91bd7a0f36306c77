import { expect, test } from 'vitest';
import { chooseColours, setOffFirstLine } from '../../electron/command/output/colours.ts';

const isColoured = (env: Readonly<Record<string, string>>, isTerminal: boolean): boolean =>
  chooseColours({ env, isTerminal }).bad('x') !== 'x';

test.each([
  [{ TERM: 'xterm' }, true, true],
  [{}, true, true],
  [{ TERM: 'xterm' }, false, false],
  [{ TERM: 'dumb' }, true, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '' }, false, true],
  [{ FORCE_COLOR: '1', NO_COLOR: '1', TERM: 'dumb' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
] as const)('with %j on a terminal: %s, there are colours: %s', (env, isTerminal, expected) => {
  expect(isColoured(env, isTerminal)).toBe(expected);
});

test('a text of several lines is set off line by line, and its empty lines stay empty', () => {
  const colours = chooseColours({ env: { FORCE_COLOR: '1' }, isTerminal: false });
  expect(colours.good('a\n\nb')).toBe('\u001B[32ma\u001B[39m\n\n\u001B[32mb\u001B[39m');
  expect(setOffFirstLine('head\nrow', colours)).toBe('\u001B[1mhead\u001B[22m\nrow');
  expect(setOffFirstLine('head', colours)).toBe('\u001B[1mhead\u001B[22m');
});
