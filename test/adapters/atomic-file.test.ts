import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { toWriteFailure, writeFileAtomic } from '../../electron/adapters/atomic-file.ts';
import { asNobody, canActAsNobody, makeFolder, mountSmallDisk } from './surroundings.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const written = { kind: 'written' };

describe('writing a file atomically', () => {
  it('creates a file that only its owner may read', async () => {
    const file = join(makeFolder(), 'new');
    expect(await writeFileAtomic(file, bytes('text'))).toEqual(written);
    expect(readFileSync(file, 'utf8')).toBe('text');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('keeps the mode of a file unless another is asked for', async () => {
    const file = join(makeFolder(), 'file');
    writeFileSync(file, 'old');
    chmodSync(file, 0o664);
    await writeFileAtomic(file, bytes('new'));
    expect(statSync(file).mode & 0o777).toBe(0o664);
    await writeFileAtomic(file, bytes('newer'), { mode: 0o600 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('leaves nothing but the file behind', async () => {
    const folder = makeFolder();
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => writeFileAtomic(join(folder, 'file'), bytes(`${n}`))),
    );
    expect(readdirSync(folder)).toEqual(['file']);
    expect(Number(readFileSync(join(folder, 'file'), 'utf8'))).toBeLessThan(50);
  });

  it('replaces a link that leads nowhere', async () => {
    const folder = makeFolder();
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    expect(await writeFileAtomic(join(folder, 'link'), bytes('text'))).toEqual(written);
    expect(readFileSync(join(folder, 'link'), 'utf8')).toBe('text');
  });

  it('does not touch a file that differs from what is expected', async () => {
    const folder = makeFolder();
    const file = join(folder, 'file');
    writeFileSync(file, 'theirs');
    const options = { expected: bytes('ours') };
    expect(await writeFileAtomic(file, bytes('new'), options)).toEqual({ kind: 'changed' });
    linkSync(file, join(folder, 'twin'));
    expect(await writeFileAtomic(file, bytes('new'), options)).toEqual({ kind: 'changed' });
    expect(readFileSync(file, 'utf8')).toBe('theirs');
    rmSync(file);
    expect(await writeFileAtomic(file, bytes('new'), options)).toEqual({ kind: 'changed' });
    expect(readdirSync(folder)).toEqual(['twin']);
  });

  it('writes in place through hard links, longer and shorter', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'file'), 'middle');
    linkSync(join(folder, 'file'), join(folder, 'twin'));
    for (const text of ['much longer than before', 'short', '']) {
      expect(await writeFileAtomic(join(folder, 'file'), bytes(text))).toEqual(written);
      expect(readFileSync(join(folder, 'twin'), 'utf8')).toBe(text);
    }
  });

  it('says why nothing was written', async () => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'folder'));
    writeFileSync(join(folder, 'locked'), 'old', { mode: 0o400 });
    const outcomes = [
      await writeFileAtomic(join(folder, 'folder'), bytes('text')),
      await writeFileAtomic(join(folder, 'none', 'file'), bytes('text')),
      await writeFileAtomic(join(folder, 'locked'), bytes('text')),
    ];
    expect(outcomes).toEqual([
      { kind: 'failed', reason: 'unknown' },
      { kind: 'failed', reason: 'unknown' },
      { kind: 'failed', reason: 'read-only' },
    ]);
  });

  it.skipIf(!canActAsNobody)('says that a folder may not be written', async () => {
    const folder = makeFolder();
    chmodSync(folder, 0o755);
    expect(await asNobody([], () => writeFileAtomic(join(folder, 'file'), bytes('text')))).toEqual({
      kind: 'failed',
      reason: 'not-permitted',
    });
  });

  it.skipIf(!canActAsNobody)('writes in place what we cannot give back to its owner', async () => {
    const folder = makeFolder();
    const file = join(folder, 'file');
    writeFileSync(file, 'old');
    chmodSync(file, 0o666);
    expect(await asNobody([folder], () => writeFileAtomic(file, bytes('new')))).toEqual(written);
    expect([readFileSync(file, 'utf8'), statSync(file).uid]).toEqual(['new', 0]);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it.for([0, 4096, 8192, 16_384])(
    'leaves the old content whole when the disk is full but for %i bytes',
    async (free, { skip }) => {
      const disk = mountSmallDisk(64, skip);
      const file = join(disk, 'file');
      const old = Buffer.alloc(20_480, 'o');
      writeFileSync(file, old);
      writeFileSync(join(disk, 'filler'), Buffer.alloc(64 * 1024 - old.length - free));
      const full = { kind: 'failed', reason: 'disk-full' };
      expect(await writeFileAtomic(file, Buffer.alloc(20_480, 'n'))).toEqual(full);
      expect(await writeFileAtomic(join(disk, 'new'), Buffer.alloc(20_480, 'n'))).toEqual(full);
      expect(readFileSync(file).equals(old)).toBe(true);
      expect(readdirSync(disk)).toEqual(['file', 'filler']);
    },
  );

  it('puts the old content back when an overwrite in place runs out of disk', async ({ skip }) => {
    const disk = mountSmallDisk(64, skip);
    const file = join(disk, 'file');
    const old = Buffer.alloc(20_480, 'o');
    writeFileSync(file, old);
    linkSync(file, join(disk, 'twin'));
    writeFileSync(join(disk, 'filler'), Buffer.alloc(40_000));
    expect(await writeFileAtomic(file, Buffer.alloc(60_000, 'n'))).toEqual({
      kind: 'failed',
      reason: 'disk-full',
    });
    expect(readFileSync(file).equals(old)).toBe(true);
  });

  it('leaves the file old or new, never mixed, when its writer is killed at any moment', async () => {
    const folder = makeFolder();
    await build({
      configFile: false,
      logLevel: 'silent',
      ssr: { noExternal: true },
      build: {
        ssr: fileURLToPath(new URL('../../electron/adapters/atomic-file.ts', import.meta.url)),
        outDir: join(folder, 'built'),
        rollupOptions: { output: { entryFileNames: 'atomic-file.mjs' } },
      },
    });
    const script = join(folder, 'writer.mjs');
    writeFileSync(
      script,
      `import { writeFileAtomic } from './built/atomic-file.mjs';
       for (let n = 0; ; n = 1 - n) {
         await writeFileAtomic(process.argv[2], Buffer.alloc(300_000, n === 0 ? 'a' : 'b'));
         if (n === 0) process.send('running');
       }`,
    );
    const work = join(folder, 'work');
    mkdirSync(work);
    const file = join(work, 'file');
    for (let round = 0; round < 25; round += 1) {
      const writer = fork(script, [file]);
      await once(writer, 'message');
      await sleep(Math.random() * 8);
      writer.kill('SIGKILL');
      await once(writer, 'exit');
      const content = readFileSync(file, 'utf8');
      expect(content === 'a'.repeat(300_000) || content === 'b'.repeat(300_000)).toBe(true);
    }
  }, 60_000);
});

describe('the reason of a failed write', () => {
  it.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EACCES', 'not-permitted'],
    ['EPERM', 'not-permitted'],
    ['EROFS', 'read-only'],
    ['EBUSY', 'busy'],
    ['EIO', 'unknown'],
  ])('of %s is %s', (code, reason) => {
    expect(toWriteFailure(Object.assign(new Error('refused'), { code }))).toBe(reason);
  });
});
