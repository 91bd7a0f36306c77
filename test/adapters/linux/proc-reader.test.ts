import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadLibc, type Libc } from '../../../electron/adapters/linux/libc.ts';
import { createNativeSocketLinks } from '../../../electron/adapters/linux/native-socket-links.ts';
import {
  createNativeProcReader,
  nodeProcReader,
} from '../../../electron/adapters/linux/proc-reader.ts';
import {
  createNodeSocketLinks,
  type SocketLinks,
} from '../../../electron/adapters/linux/socket-links.ts';

const { pid } = process;
/** Of a process that has ended. */
const gone = spawnSync('true').pid;
let libc: Libc;

describe.skipIf(process.platform !== 'linux')('both ways to read /proc', () => {
  beforeAll(async () => {
    const loading = await loadLibc();
    if (loading.kind === 'absent') throw new Error(loading.why);
    ({ libc } = loading);
  });

  test.each(['cmdline', 'mountinfo', 'environ', 'nothing'])('tell the same of %s', (file) => {
    const path = `/proc/${pid}/${file}`;
    expect(createNativeProcReader(libc).readFile(path)).toEqual(nodeProcReader.readFile(path));
  });

  test.each(['exe', 'cwd', 'ns/mnt', 'nothing'])('tell the same of the link %s', (link) => {
    const path = `/proc/${pid}/${link}`;
    expect(createNativeProcReader(libc).readLink(path)).toEqual(nodeProcReader.readLink(path));
  });

  test('throw where it is no file', () => {
    expect(() => createNativeProcReader(libc).readFile('/proc/self')).toThrow('EISDIR');
    expect(() => createNativeProcReader(libc).readLink('/proc/stat')).toThrow('EINVAL');
  });

  test('see the same sockets behind the same descriptors, and who holds them', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const native = createNativeSocketLinks(libc, createNativeProcReader(libc));
    const [quick, slow] = [native, createNodeSocketLinks()].map(listSockets);
    expect(quick).toEqual(slow);
    expect(quick?.sockets.length).toBeGreaterThan(0);
    server.close();
  });

  test('tell of a process that has ended that it vanished', () => {
    const native = createNativeSocketLinks(libc, createNativeProcReader(libc));
    expect(native.open('/proc', gone)).toEqual({ kind: 'vanished' });
    expect(native.countOpen('/proc', gone)).toBe(undefined);
    expect(createNodeSocketLinks().open('/proc', gone)).toEqual({ kind: 'vanished' });
  });
});

function listSockets(links: SocketLinks) {
  const look = links.open('/proc', pid);
  if (look.kind !== 'read') throw new Error(look.kind);
  const folder = look.value;
  const sockets: (readonly [number, string])[] = [];
  for (let index = 0; index < folder.count; index += 1) {
    const inode = folder.readInode(index);
    if (inode !== undefined) sockets.push([folder.readDescriptor(index), inode]);
  }
  sockets.sort(([a], [b]) => a - b);
  const stat = folder.readStat();
  folder.close();
  return { sockets, holder: stat.kind === 'read' && [stat.value.pid, stat.value.startToken] };
}
