import { array, assert, constantFrom, property, stringMatching } from 'fast-check';
import { expect, test } from 'vitest';
import { isKept } from '../../electron/core/kill/never-kill.ts';
import { isInFolder, isSamePath } from '../../electron/core/same-path.ts';
import { isOwnerByRule } from '../../electron/core/verdicts/verdict.ts';
import { anOwner, someSettings } from '../support/builders.ts';

const name = stringMatching(/^[A-Za-z0-9 ._-]{1,12}$/);
const names = array(name, { minLength: 1, maxLength: 5 });
const capitals = constantFrom<'toUpperCase' | 'toLowerCase'>('toUpperCase', 'toLowerCase');
const slash = constantFrom('/', '\\');

test('a path of Windows stays the same in other letters and with other slashes', () => {
  assert(
    property(names, capitals, slash, (parts, change, separator) => {
      const path = `C:\\${parts.join('\\')}`;
      const other = path[change]().replaceAll('\\', separator);
      expect(isSamePath(path, other)).toBe(true);
      expect(isInFolder(`${other}${separator}src`, path)).toBe(true);
      expect(isInFolder(path, other)).toBe(true);
    }),
  );
});

test('in a path of Linux and macOS every letter counts, and so does a backslash', () => {
  assert(
    property(names, names, (parts, others) => {
      const path = `/${parts.join('/')}`;
      const other = `/${others.join('/')}`;
      expect(isSamePath(path, other)).toBe(path === other);
      expect(isInFolder(`${path}\\src`, path)).toBe(false);
      expect(isInFolder(`${path}/src`, path)).toBe(true);
    }),
  );
});

test.each([
  ['C:\\Shop', 'c:/shop/', true],
  ['\\\\nas\\Work\\shop\\api', '\\\\NAS\\work\\', true],
  ['C:\\Shop-old', 'C:\\Shop', false],
  ['C:\\Shop', 'C:\\Shop\\api', false],
  ['D:\\anything', 'D:\\', true],
  ['/home/ann/shop', '/', true],
  ['/home/ann/Shop', '/home/ann/shop', false],
])('whether %s lies in %s: %s', (path, folder, expected) => {
  expect(isInFolder(path, folder)).toBe(expected);
});

const PROGRAM = 'C:\\Program Files\\nodejs\\node.exe';
const onWindows = anOwner({ name: 'node.exe', executable: PROGRAM, cwd: 'C:\\Users\\Ann\\Shop' });

test.each([
  [{ kind: 'executable', executable: 'c:/program files/NodeJS/NODE.EXE' }, true],
  [{ kind: 'executable', executable: 'Node' }, true],
  [{ kind: 'executable', executable: 'node.exe' }, true],
  [{ kind: 'executable', executable: 'nod' }, false],
  [{ kind: 'executable', executable: 'C:\\Other\\node.exe' }, false],
  [{ kind: 'project', folder: 'c:\\users\\ann\\shop' }, true],
  [{ kind: 'project', folder: 'c:/users/ann' }, true],
  [{ kind: 'project', folder: 'C:\\Users\\Ann\\Sho' }, false],
] as const)('a process on Windows fits the rule %o: %s', (rule, fits) => {
  expect(isOwnerByRule(onWindows, rule)).toBe(fits);
});

test('a program of Windows whose path is hidden is known by its short name without its ending', () => {
  const { executable: _hidden, ...hidden } = onWindows;
  expect(isOwnerByRule(hidden, { kind: 'executable', executable: 'Node' })).toBe(true);
  expect(isOwnerByRule(hidden, { kind: 'executable', executable: PROGRAM })).toBe(false);
});

test.each([
  ['NODE', true],
  ['Node.exe', true],
  ['c:/program files/nodejs/node.exe', true],
  ['C:\\Other\\node.exe', false],
  ['nod', false],
])('a person who protects %s protects node on Windows: %s', (entry, expected) => {
  const settings = someSettings({ protectedProcesses: [entry] });
  expect(isKept(onWindows, settings)).toBe(expected);
});
