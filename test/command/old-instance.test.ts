import { expect, test } from 'vitest';
import { isOldInstance } from '../../electron/command/run/old-instance.ts';
import { aListener, anOwner } from '../support/builders.ts';

const anybody = { expectedOwner: { kind: 'anybody' }, acceptedOwners: [] } as const;
const holderIn = (cwd: string) => aListener({ owners: [anOwner({ cwd })] });

test.each([
  ['/home/ann/shop', '/home/ann/shop', true],
  ['/home/ann/shop/apps/web', '/home/ann/shop', true],
  ['/home/ann/shop-2', '/home/ann/shop', false],
  ['C:\\Users\\ann\\shop\\apps\\web', 'c:\\users\\ann\\shop', true],
  ['C:\\Users\\ann\\shop-2', 'C:\\Users\\ann\\shop', false],
])('who runs in %s is an old instance of what starts in %s: %s', (cwd, folder, expected) => {
  expect(isOldInstance(holderIn(cwd), anybody, folder)).toBe(expected);
});

test('who runs in a folder that was deleted is none, whatever is in its place', () => {
  const deletedCwd = '/home/ann/shop';
  const holder = aListener({ owners: [anOwner({ cwd: undefined, deletedCwd })] });
  expect(isOldInstance(holder, anybody, '/home/ann/shop')).toBe(false);
});

test('where no folder is known it may be anywhere', () => {
  expect(isOldInstance(holderIn('/srv'), anybody, undefined)).toBe(true);
});

test('who breaks the rule of the port is none, wherever it runs', () => {
  const rule = { kind: 'executable', executable: '/usr/bin/ruby' } as const;
  const watched = { expectedOwner: rule, acceptedOwners: [] };
  expect(isOldInstance(holderIn('/home/ann/shop'), watched, '/home/ann/shop')).toBe(false);
});
