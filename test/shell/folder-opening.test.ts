import { expect, test } from 'vitest';
import { toFolderOpening } from '../../electron/shell/folder-opening.ts';

test.each([
  ['/Users/ann/shop', 'open'],
  ['/Users/ann/.config', 'open'],
  ['/Users/ann/x.app/Contents', 'open'],
  ['/tmp/x.app', 'show-around'],
  ['/tmp/x.app/', 'show-around'],
  ['/tmp/X.APP//', 'show-around'],
  ['/tmp/x.workflow', 'show-around'],
])('where folders may be programs, %s is for: %s', (folder, opening) => {
  expect(toFolderOpening(folder, true)).toBe(opening);
});

test('elsewhere a folder is a folder', () => {
  expect(toFolderOpening('/tmp/x.app', false)).toBe('open');
});
