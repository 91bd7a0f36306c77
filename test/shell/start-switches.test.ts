import { expect, test } from 'vitest';
import { findStartRefusal, type Start } from '../../electron/shell/start-switches.ts';

const start = (args: readonly string[], changes: Partial<Start> = {}): Start => ({
  argv: ['/opt/Portreeve/portreeve-app', ...args],
  slashBeginsSwitch: false,
  isWithoutSandbox: false,
  isRoot: false,
  ...changes,
});

test.each([
  [[]],
  [['--user-data-dir=/home/ann/elsewhere', '--disable-gpu']],
  [['--user-data-dir', '/home/ann/elsewhere']],
  [['--ozone-platform=wayland']],
  [['--at-login']],
  [['/a/path']],
  [['--', '--remote-debugging-port=1']],
])('a packaged app starts with %j', (args) => {
  expect(findStartRefusal(start(args))).toBeUndefined();
});

test.each([
  '--remote-debugging-port=61999',
  '-remote-debugging-port=61999',
  '--remote-debugging-pipe',
  '--inspect',
  '--inspect-brk=61999',
  '--js-flags=--expose-gc',
  '--disable-web-security',
  '--load-extension=/tmp/x',
  '--renderer-cmd-prefix=/tmp/x',
  '--enable-features=X',
  '--no-sandbox',
  '--NO-SANDBOX',
])('a packaged app does not start with %s', (argument) => {
  const name = argument.replace(/^--?/, '').replace(/=.*$/, '');
  expect(findStartRefusal(start(['--disable-gpu', argument]))).toBe(
    `Portreeve does not start with the switch ${name}.`,
  );
});

test('on Windows a slash begins a switch too', () => {
  const args = ['/remote-debugging-port=61999'];
  expect(findStartRefusal(start(args))).toBeUndefined();
  expect(findStartRefusal(start(args, { slashBeginsSwitch: true }))).toContain(
    'remote-debugging-port',
  );
});

test('without a sandbox only root starts it, who cannot have one', () => {
  const args = ['--no-sandbox'];
  expect(findStartRefusal(start([], { isWithoutSandbox: true }))).toContain('without its sandbox');
  expect(findStartRefusal(start(args, { isWithoutSandbox: true }))).toContain(
    'without its sandbox',
  );
  expect(findStartRefusal(start(args, { isWithoutSandbox: true, isRoot: true }))).toBeUndefined();
  expect(
    findStartRefusal(start([...args, '--inspect'], { isWithoutSandbox: true, isRoot: true })),
  ).toContain('inspect');
});
