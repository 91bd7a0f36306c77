import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { constants } from 'node:os';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadLibc, type Libc } from '../../../electron/adapters/linux/native/libc.ts';
import { createNativeSocketLinks } from '../../../electron/adapters/linux/owners/native-socket-links.ts';
import { parseLastPid } from '../../../electron/adapters/linux/proc/pid-watch.ts';
import { readPids, type ProcLook } from '../../../electron/adapters/linux/proc/proc-file.ts';
import {
  createNativeProcReader,
  nodeProcReader,
} from '../../../electron/adapters/linux/proc/proc-reader.ts';
import {
  createNodeSocketLinks,
  type SocketLinks,
} from '../../../electron/adapters/linux/owners/socket-links.ts';
import { isRoot } from '../../support/normal-user.ts';

const { pid } = process;
/** Of a process that has ended. */
const gone = spawnSync('true').pid;
let libc: Libc;
/** Keeps sockets among descriptors that it opens and closes all the time, until its input ends. */
const RESTLESS = `
  const { openSync, closeSync, fstatSync } = require('node:fs');
  const { createServer } = require('node:net');
  const open = Array.from({ length: 60 }, () => openSync('/dev/null', 'r'));
  const servers = Array.from({ length: 12 }, () => createServer().listen(0, '127.0.0.1'));
  const stir = () => {
    for (let turn = 0; turn < 200; turn += 1) {
      const at = Math.floor(Math.random() * open.length);
      if (Math.random() < 0.5 && open.length > 20) closeSync(open.splice(at, 1)[0]);
      else if (open.length < 90) open.push(openSync('/dev/null', 'r'));
    }
    setImmediate(stir);
  };
  process.stdin.resume().on('end', () => process.exit());
  setTimeout(() => process.exit(1), 60_000);
  setTimeout(() => {
    process.stdout.write(JSON.stringify(servers.map(({ _handle }) => fstatSync(_handle.fd).ino)));
    stir();
  }, 50);
`;

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

  test.each([`${pid}/cmdline`, `${pid}/nothing`, 'stat'])('tell the same record %s', (file) => {
    /** Of the counters after the names of the processors' rows there are always more. */
    const withoutCounters = (look: ProcLook<string>): unknown =>
      look.kind === 'read' ? look.value.split('\n').map((line) => line.split(' ', 1)) : look;
    const path = `/proc/${file}`;
    expect(withoutCounters(createNativeProcReader(libc).readRecord(path))).toEqual(
      withoutCounters(nodeProcReader.readRecord(path)),
    );
  });

  test('read a long command line whole', async () => {
    const words = Array.from({ length: 400 }, (_, index) => `word-${index}-${'x'.repeat(50)}`);
    const child = spawn('sleep', ['infinity'], { argv0: words.join(' '), stdio: 'ignore' });
    await once(child, 'spawn');
    try {
      const path = `/proc/${child.pid}/cmdline`;
      const told = { kind: 'read', value: `${words.join(' ')}\0infinity\0` };
      expect(createNativeProcReader(libc).readRecord(path)).toEqual(told);
      expect(nodeProcReader.readRecord(path)).toEqual(told);
    } finally {
      child.kill();
    }
  });

  test.each(['exe', 'cwd', 'ns/mnt', 'nothing'])('tell the same of the link %s', (link) => {
    const path = `/proc/${pid}/${link}`;
    expect(createNativeProcReader(libc).readLink(path)).toEqual(nodeProcReader.readLink(path));
  });

  test('tell the same user of a process, of every one that is here', () => {
    const uids = readPids('/proc').map((each) => [
      createNativeProcReader(libc).readUid(`/proc/${each}`),
      nodeProcReader.readUid(`/proc/${each}`),
    ]);
    /** Some ended in between. */
    const told = uids.filter((pair): pair is [number, number] => !pair.includes(undefined));
    expect(told.length).toBeGreaterThan(0);
    for (const [native, node] of told) expect(native).toBe(node);
    expect(createNativeProcReader(libc).readUid(`/proc/${gone}`)).toBe(undefined);
    expect(nodeProcReader.readUid(`/proc/${gone}`)).toBe(undefined);
  });

  test.runIf(isRoot)('tell the user of a process that gave its rights away', async () => {
    /** Its files belong to root from then on, its folder does not. */
    const script = 'process.seteuid(1234); console.log(1); setTimeout(() => {}, 20_000)';
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(child.stdout, 'data');
    expect(createNativeProcReader(libc).readUid(`/proc/${child.pid}`)).toBe(1234);
    expect(nodeProcReader.readUid(`/proc/${child.pid}`)).toBe(1234);
    child.kill();
    await once(child, 'exit');
  });

  test('read one file again and again', () => {
    for (const reader of [createNativeProcReader(libc), nodeProcReader]) {
      const reread = reader.keepReading('/proc/loadavg');
      const pids = [reread(), reread(), reread()].map((look) =>
        look.kind === 'read' ? parseLastPid(look.value) : undefined,
      );
      expect(pids).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)]);
      expect(reader.keepReading('/proc/nothing')()).toEqual({ kind: 'vanished' });
    }
  });

  test.each(['exe', 'cwd', 'fd', 'cwd/package.json', 'nothing'])(
    'tell whether %s is there',
    (name) => {
      const path = `/proc/${pid}/${name}`;
      expect(createNativeProcReader(libc).exists(path)).toBe(nodeProcReader.exists(path));
    },
  );

  test('throw where it is no file', () => {
    expect(() => createNativeProcReader(libc).readFile('/proc/self')).toThrow('EISDIR');
    expect(() => createNativeProcReader(libc).readLink('/proc/stat')).toThrow('EINVAL');
  });

  test('see the same sockets behind the same descriptors, and who holds them', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const native = createNativeSocketLinks(libc, createNativeProcReader(libc));
    const [quick, slow] = [native, createNodeSocketLinks()].map((links) => listSockets(links));
    expect(quick).toEqual(slow);
    expect(quick?.sockets.length).toBeGreaterThan(0);
    server.close();
  });

  test('see them among more descriptors than are read at once', async () => {
    const files = Array.from({ length: 3000 }, () => openSync('/dev/null', 'r'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const native = createNativeSocketLinks(libc, createNativeProcReader(libc));
    const [quick, slow] = [native, createNodeSocketLinks()].map((links) => listSockets(links));
    expect(quick).toEqual(slow);
    expect(quick?.sockets.at(-1)?.[0]).toBeGreaterThan(files.length);
    server.close();
    for (const file of files) closeSync(file);
  });

  test.each([
    ['3</dev/null 5</dev/null', 4],
    ['3</dev/null 4</dev/null 5</dev/null', 6],
    ['9</dev/null', 3],
    ['0<&-', 0],
  ])('tell what number comes next after %s, and how many there are', async (descriptors, next) => {
    /** The shell stops itself: any program that it became would open files while it loads. */
    const child = spawn('sh', ['-c', `exec ${descriptors}; echo; kill -STOP $$`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    const native = createNativeSocketLinks(libc, createNativeProcReader(libc));
    const told = [native, createNodeSocketLinks()].map((links) => {
      const answers = [0, 1, 3, 100].map((looks) => {
        const look = links.open('/proc', child.pid ?? 0);
        if (look.kind !== 'read') throw new Error(look.kind);
        look.value.findNext(looks);
        const answer = [look.value.lowestFree(), look.value.count()];
        look.value.close();
        return answer;
      });
      expect(new Set(answers.map(String)).size).toBe(1);
      return answers[0];
    });
    expect(told[0]).toEqual(told[1]);
    expect(told[0]?.[0]).toBe(next);
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  test.each([
    ['fails', () => -1],
    ['does nothing', () => 0],
  ])('see the same sockets where a seek %s', async (_, lseek) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const odd = createNativeSocketLinks({ ...libc, lseek }, createNativeProcReader(libc));
    expect(listSockets(odd)).toEqual(listSockets(createNodeSocketLinks()));
    server.close();
  });

  test('miss no socket that is kept while other descriptors come and go', async () => {
    const child = spawn(process.execPath, ['-e', RESTLESS], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const kept = JSON.parse(line.toString()) as readonly number[];
    const native = createNativeSocketLinks(libc, createNativeProcReader(libc));
    for (let round = 0; round < 500; round += 1) {
      const found = new Set(listSockets(native, 64, child.pid).sockets.map(([, inode]) => inode));
      expect(kept.filter((inode) => !found.has(inode))).toEqual([]);
    }
    child.stdin.end();
    await once(child, 'exit');
  });

  test('come to an end where no link can be read', () => {
    const blind = { ...libc, readlinkat: () => -1, errno: () => constants.errno.EACCES };
    const native = createNativeSocketLinks(blind, createNativeProcReader(libc));
    expect(listSockets(native).sockets).toEqual([]);
  });

  test('has one folder open at a time', () => {
    const native = createNativeSocketLinks(libc, createNativeProcReader(libc));
    const look = native.open('/proc', pid);
    expect(() => native.open('/proc', pid)).toThrow(`The folder of process ${pid} is still open.`);
    if (look.kind === 'read') look.value.close();
    expect(native.open('/proc', gone)).toEqual({ kind: 'vanished' });
    const again = native.open('/proc', pid);
    expect(again.kind).toBe('read');
    if (again.kind === 'read') again.value.close();
  });

  test('tell of a process that has ended that it vanished', () => {
    const native = createNativeSocketLinks(libc, createNativeProcReader(libc));
    expect(native.open('/proc', gone)).toEqual({ kind: 'vanished' });
    expect(native.countOpen('/proc', gone)).toBe(undefined);
    expect(createNodeSocketLinks().open('/proc', gone)).toEqual({ kind: 'vanished' });
  });
});

/** The sockets of a process, looked for in portions of so many descriptors. */
function listSockets(links: SocketLinks, portion = 5, id = pid) {
  const look = links.open('/proc', id);
  if (look.kind !== 'read') throw new Error(look.kind);
  const folder = look.value;
  const sockets: (readonly [number, number])[] = [];
  while (!folder.isAtEnd()) {
    const before = folder.looks();
    const found = folder.findNext(portion);
    if (found !== undefined) sockets.push([found.descriptor, found.inode]);
    expect(folder.looks() - before).toBeLessThanOrEqual(portion);
  }
  expect(folder.findNext(portion)).toBe(undefined);
  const stat = folder.readStat();
  folder.close();
  return { sockets, holder: stat.kind === 'read' && [stat.value.pid, stat.value.startToken] };
}
