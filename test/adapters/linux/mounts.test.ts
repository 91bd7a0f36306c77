import { expect, test } from 'vitest';
import { createMounts } from '../../../electron/adapters/linux/facts/mounts.ts';
import type { ProcReader } from '../../../electron/adapters/linux/proc/proc-reader.ts';

const LOCAL = '22 1 8:1 / / rw - ext4 /dev/sda1 rw\n';
const FAR = `${LOCAL}23 22 0:40 / /far rw - nfs4 server:/far rw\n`;

test('a folder is on another machine where the nearest mount above it is', () => {
  const nested = `${FAR}24 23 0:41 / /far/near rw - tmpfs tmpfs rw\n`;
  const mounts = createMounts('/proc', createReader({ 7: nested }).reader);
  const folders = ['/far', '/far/shop', '/far/near/shop', '/farther', '/shop'];
  expect(folders.map((folder) => mounts.isRemote(7, folder))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('processes that see the same mounts have them read once', () => {
  const { reader, reads } = createReader({ 7: FAR, 8: FAR, 9: LOCAL }, { 7: 'a', 8: 'a', 9: 'b' });
  const mounts = createMounts('/proc', reader);
  expect([7, 8, 9, 7].map((pid) => mounts.isRemote(pid, '/far'))).toEqual([
    true,
    true,
    false,
    true,
  ]);
  expect(reads).toEqual(['/proc/7/mountinfo', '/proc/9/mountinfo']);
  mounts.forget();
  mounts.isRemote(8, '/far');
  expect(reads).toHaveLength(3);
});

test('our own mounts are read again when something changed, and only then', () => {
  const tables = { self: LOCAL };
  const { reader, reads } = createReader(tables, { self: 'a', 7: 'a' });
  let isChanged = true;
  const mounts = createMounts('/proc', reader, {
    hasChanged() {
      const was = isChanged;
      isChanged = false;
      return was;
    },
  });
  const before = [mounts.isRemote(7, '/far'), mounts.isRemote(7, '/far')];
  mounts.forget();
  tables.self = FAR;
  isChanged = true;
  expect([...before, mounts.isRemote(7, '/far'), mounts.isRemote(7, '/far')]).toEqual([
    false,
    false,
    true,
    true,
  ]);
  expect(reads).toHaveLength(2);
});

/** A /proc of mount tables and mount namespaces, by process. */
function createReader(
  tables: Readonly<Record<string, string>>,
  namespaces: Readonly<Record<string, string>> = {},
) {
  const reads: string[] = [];
  const toLook = (text: string | undefined) =>
    text === undefined ? ({ kind: 'vanished' } as const) : ({ kind: 'read', value: text } as const);
  const toPid = (path: string): string => path.split('/')[2] ?? '';
  const reader: ProcReader = {
    readFile(path) {
      reads.push(path);
      return toLook(tables[toPid(path)]);
    },
    readRecord: () => ({ kind: 'vanished' }),
    readLink: (path) => toLook(namespaces[toPid(path)]),
    keepReading: (path) => () => toLook(tables[toPid(path)]),
    exists: () => false,
    readUid: () => undefined,
  };
  return { reader, reads };
}
