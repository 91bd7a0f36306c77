import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { aConfigFiles } from '../../support/config-files.ts';
import type { ConfigEdit } from '../../../shared/reassign.ts';
import { applyAll, planAll, setUp, toTarget, type AppliedAll, type Desk } from './desk.ts';
import { asNobody, canActAsNobody, makeFolder, mountSmallDisk } from '../surroundings.ts';

const corpus = fileURLToPath(new URL('../../fixtures/config-files/', import.meta.url));
function listCases(end: string): readonly string[] {
  const names = readdirSync(corpus).filter((name) => name.endsWith(end));
  return names.map((name) => name.replace(end, ''));
}

const plan = async (desk: Desk): Promise<readonly ConfigEdit[]> => planAll(desk, [desk.target]);
const apply = async (desk: Desk): Promise<AppliedAll> => applyAll(desk, [desk.target]);

function refused(reason: string): unknown {
  return expect.objectContaining({ kind: 'refused', reason, target: expect.anything() });
}

describe('the corpus of .env files', () => {
  it.each(listCases('.after.env'))('is edited and undone to the byte: %s', async (name) => {
    const before = readFileSync(`${corpus}${name}.before.env`);
    const desk = setUp(before);
    const { edits, backups } = await apply(desk);
    expect(readFileSync(desk.file)).toEqual(readFileSync(`${corpus}${name}.after.env`));
    expect(readFileSync(backups[0]?.backup ?? '')).toEqual(before);
    expect(await desk.configFiles.undoEdits(edits, 3000, 3001, backups)).toEqual({
      kind: 'written',
      backups: [{ file: desk.file, backup: expect.any(String) }],
    });
    expect(readFileSync(desk.file)).toEqual(before);
    expect(readdirSync(desk.folder)).toEqual(['.env']);
  });

  it.each(listCases('.refused.txt'))('is refused and left alone: %s', async (name) => {
    const before = readFileSync(`${corpus}${name}.before.env`);
    const desk = setUp(before);
    const reason = readFileSync(`${corpus}${name}.refused.txt`, 'utf8').trim();
    expect(await desk.configFiles.planEdits([desk.target], 3000, 3001)).toEqual(refused(reason));
    expect(readFileSync(desk.file)).toEqual(before);
  });

  it('holds no case without an answer', () => {
    const answered = [...listCases('.after.env'), ...listCases('.refused.txt')];
    expect(new Set(answered)).toEqual(new Set(listCases('.before.env')));
  });
});

describe('planning an edit', () => {
  it('writes nothing, not even a backup folder', async () => {
    const desk = setUp();
    expect(await plan(desk)).toEqual([
      {
        target: desk.target,
        realPath: desk.file,
        line: 2,
        before: 'PORT=3000',
        after: 'PORT=3001',
        hashBefore: '61b95fd29d186216cdaefe56bb3b9cdb23d43eaf1c4a02cd3bf84ad6f63b16f5',
        hashAfter: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    expect(readFileSync(desk.file, 'utf8')).toBe('A=1\nPORT=3000\nB=2\n');
    expect(readdirSync(dirname(desk.backupFolder))).toEqual([]);
  });

  it('is refused where there is no file', async () => {
    const { configFiles, folder, file } = setUp();
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
    for (const missing of [join(folder, 'none'), join(folder, 'dangling'), join(file, '.env')]) {
      expect(await configFiles.planEdits([toTarget(missing)], 3000, 3001)).toEqual(
        refused('file-missing'),
      );
    }
  });

  it('is refused for whatever is no regular file, and does not wait at a pipe', async () => {
    const { configFiles, folder } = setUp();
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    symlinkSync(join(folder, 'pipe'), join(folder, 'link'));
    for (const path of [folder, join(folder, 'pipe'), join(folder, 'link'), '/dev/zero']) {
      expect(await configFiles.planEdits([toTarget(path)], 3000, 3001)).toEqual(
        refused('file-not-regular'),
      );
    }
  });

  it('is refused above one mebibyte', async () => {
    const { configFiles, target } = setUp(`PORT=3000\n${'#'.repeat(1024 * 1024)}`);
    expect(await configFiles.planEdits([target], 3000, 3001)).toEqual(refused('file-too-large'));
  });

  it('is refused in a circle of links', async () => {
    const { configFiles, folder } = setUp();
    symlinkSync(join(folder, 'a'), join(folder, 'b'));
    symlinkSync(join(folder, 'b'), join(folder, 'a'));
    expect(await configFiles.planEdits([toTarget(join(folder, 'a'))], 3000, 3001)).toEqual(
      refused('file-unreadable'),
    );
  });

  it.skipIf(!canActAsNobody)('is refused for a file that we may not read', async () => {
    const { configFiles, target, file, folder } = setUp();
    chmodSync(file, 0o600);
    chmodSync(folder, 0o755);
    const located = await asNobody([], () => configFiles.planEdits([target], 3000, 3001));
    expect(located).toEqual(refused('file-unreadable'));
  });
});

describe('applying an edit', () => {
  it('keeps mode and owner', async () => {
    const desk = setUp();
    chmodSync(desk.file, 0o640);
    if (canActAsNobody) chownSync(desk.file, 1234, 4321);
    const before = statSync(desk.file);
    await apply(desk);
    const { mode, uid, gid } = statSync(desk.file);
    expect({ mode, uid, gid }).toEqual({ mode: before.mode, uid: before.uid, gid: before.gid });
  });

  it('keeps a symbolic link and writes the file behind it', async () => {
    const desk = setUp();
    const link = join(makeFolder(), 'linked.env');
    symlinkSync(desk.file, link);
    const { edits } = await apply({ ...desk, target: toTarget(link) });
    expect(edits[0]?.realPath).toBe(desk.file);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(desk.file, 'utf8')).toBe('A=1\nPORT=3001\nB=2\n');
  });

  it('keeps a hard link, and undoes through it', async () => {
    const desk = setUp();
    const twin = join(desk.folder, 'twin');
    linkSync(desk.file, twin);
    const { edits, backups } = await apply(desk);
    expect(readFileSync(twin, 'utf8')).toBe('A=1\nPORT=3001\nB=2\n');
    await desk.configFiles.undoEdits(edits, 3000, 3001, backups);
    expect(readFileSync(twin, 'utf8')).toBe('A=1\nPORT=3000\nB=2\n');
  });

  it('finds nothing to do once the file differs from the plan', async () => {
    const desk = setUp();
    const edits = await plan(desk);
    for (const content of ['A=2\nPORT=3000\nB=2\n', 'A=1\nPORT=3000\nB=2', 'PORT=3000\nPORT=1\n']) {
      writeFileSync(desk.file, content);
      expect(await desk.configFiles.applyEdits(edits, 3000, 3001)).toEqual({
        kind: 'changed',
        file: expect.any(String),
      });
      expect(readFileSync(desk.file, 'utf8')).toBe(content);
    }
    rmSync(desk.file);
    expect(await desk.configFiles.applyEdits(edits, 3000, 3001)).toEqual({
      kind: 'changed',
      file: expect.any(String),
    });
    expect(readdirSync(desk.folder)).toEqual([]);
  });

  it('finds nothing to do once the link leads to another file', async () => {
    const desk = setUp();
    const link = join(desk.folder, 'link');
    symlinkSync(desk.file, link);
    const edits = await plan({ ...desk, target: toTarget(link) });
    const other = join(desk.folder, 'other');
    copyFileSync(desk.file, other);
    rmSync(link);
    symlinkSync(other, link);
    expect(await desk.configFiles.applyEdits(edits, 3000, 3001)).toEqual({
      kind: 'changed',
      file: expect.any(String),
    });
    expect(readFileSync(other, 'utf8')).toBe('A=1\nPORT=3000\nB=2\n');
  });

  it('writes nothing for an edit that was tampered with on its way', async () => {
    const desk = setUp();
    const [edit] = await plan(desk);
    if (edit === undefined) throw new Error('nothing is planned');
    for (const tampered of [
      { ...edit, after: 'PORT=3001; rm -rf ~' },
      { ...edit, after: 'PORT=3002' },
      { ...edit, before: 'PORT=4000' },
      { ...edit, realPath: join(desk.folder, 'other') },
      { ...edit, target: { kind: 'dotenv', file: desk.file, key: 'B' } as const },
      { ...edit, hashAfter: edit.hashBefore },
    ]) {
      expect(await desk.configFiles.applyEdits([tampered], 3000, 3001)).toEqual({
        kind: 'changed',
        file: expect.any(String),
      });
    }
    expect(readFileSync(desk.file, 'utf8')).toBe('A=1\nPORT=3000\nB=2\n');
  });

  it('lets only the first of two edits of one plan through', async () => {
    const desk = setUp();
    const edits = await plan(desk);
    const results = await Promise.all([
      desk.configFiles.applyEdits(edits, 3000, 3001),
      desk.configFiles.applyEdits(edits, 3000, 3001),
    ]);
    expect(results.map((result) => result.kind)).toEqual(['written', 'changed']);
  });

  it('leaves a file alone that was marked read-only', async () => {
    const desk = setUp();
    chmodSync(desk.file, 0o444);
    expect(await desk.configFiles.applyEdits(await plan(desk), 3000, 3001)).toEqual({
      kind: 'failed',
      reason: 'read-only',
      file: desk.file,
    });
    expect(readFileSync(desk.file, 'utf8')).toBe('A=1\nPORT=3000\nB=2\n');
  });

  it.skipIf(!canActAsNobody)('writes in place in a folder that we may not write', async () => {
    const desk = setUp();
    chownSync(desk.file, 65_534, 65_534);
    chmodSync(desk.folder, 0o555);
    const inode = statSync(desk.file).ino;
    await asNobody([dirname(desk.backupFolder)], () => apply(desk));
    expect(readFileSync(desk.file, 'utf8')).toBe('A=1\nPORT=3001\nB=2\n');
    expect(statSync(desk.file).ino).toBe(inode);
  });

  it.skipIf(!canActAsNobody)('says so when we may read but not write the file', async () => {
    const desk = setUp();
    chmodSync(desk.file, 0o644);
    const edits = await plan(desk);
    expect(
      await asNobody([desk.folder, dirname(desk.backupFolder)], () =>
        desk.configFiles.applyEdits(edits, 3000, 3001),
      ),
    ).toEqual({ kind: 'failed', reason: 'not-permitted', file: desk.file });
    expect(readdirSync(desk.folder)).toEqual(['.env']);
  });

  it('writes nothing when no backup can be kept', async () => {
    const desk = setUp();
    writeFileSync(desk.backupFolder, 'in the way');
    expect(await desk.configFiles.applyEdits(await plan(desk), 3000, 3001)).toEqual({
      kind: 'failed',
      reason: 'unknown',
      file: desk.file,
    });
    expect(readFileSync(desk.file, 'utf8')).toBe('A=1\nPORT=3000\nB=2\n');
  });

  it('leaves the file as it was on a full disk', async ({ skip }) => {
    const disk = mountSmallDisk(64, skip);
    const content = `PORT=3000\n${'#'.repeat(20_000)}\n`;
    const desk = setUp(content, disk);
    const edits = await plan(desk);
    writeFileSync(join(disk, 'filler'), Buffer.alloc(36_000));
    expect(await desk.configFiles.applyEdits(edits, 3000, 3001)).toEqual({
      kind: 'failed',
      reason: 'disk-full',
      file: desk.file,
    });
    expect(readFileSync(desk.file, 'utf8')).toBe(content);
    expect(readdirSync(disk)).toEqual(['.env', 'filler']);
  });
});

describe('the backups', () => {
  it('are readable for their owner only', async () => {
    const desk = setUp();
    const { backups } = await apply(desk);
    expect(statSync(backups[0]?.backup ?? '').mode & 0o777).toBe(0o600);
    expect(statSync(dirname(backups[0]?.backup ?? '')).mode & 0o777).toBe(0o700);
    expect(basename(backups[0]?.backup ?? '')).toBe('20251121T080000001Z-0001');
  });

  it('are the twenty newest of each file, each under its own name', async () => {
    const desk = setUp();
    const other = { ...desk, target: toTarget(join(desk.folder, 'other.env')) };
    writeFileSync(other.target.file, 'PORT=3000\n');
    await apply(other);
    for (let round = 0; round < 15; round += 1) {
      const { edits, backups } = await apply(desk);
      await desk.configFiles.undoEdits(edits, 3000, 3001, backups);
    }
    const counts = readdirSync(desk.backupFolder).map(
      (name) => readdirSync(join(desk.backupFolder, name)).length,
    );
    expect(new Set(counts)).toEqual(new Set([1, 20]));
  });

  it('do not overwrite each other within a millisecond, nor lose the newest to a clock put back', async () => {
    const desk = setUp();
    let nowMs = Date.UTC(2030, 0, 1);
    const configFiles = aConfigFiles({
      backupFolder: desk.backupFolder,
      journalFile: desk.journalFile,
      clock: { wallMs: () => nowMs },
    });
    for (let round = 0; round < 30; round += 1) {
      if (round === 25) nowMs = Date.UTC(2020, 0, 1);
      const { backups, edits } = await apply({ ...desk, configFiles });
      expect(readFileSync(backups[0]?.backup ?? '', 'utf8')).toBe('A=1\nPORT=3000\nB=2\n');
      await configFiles.undoEdits(edits, 3000, 3001, backups);
    }
  });
});

describe('undoing an edit', () => {
  it('puts back only the value where the file was edited elsewhere', async () => {
    const desk = setUp();
    const { edits, backups } = await apply(desk);
    writeFileSync(desk.file, '# new\r\nPORT = "3001" # mine\r\nB=3');
    expect((await desk.configFiles.undoEdits(edits, 3000, 3001, backups)).kind).toBe('written');
    expect(readFileSync(desk.file, 'utf8')).toBe('# new\r\nPORT = "3000" # mine\r\nB=3');
  });

  it('puts back the value where the backup is gone or is not the file of the edit', async () => {
    const desk = setUp();
    const { edits, backups } = await apply(desk);
    writeFileSync(backups[0]?.backup ?? '', 'something else');
    const undone = await desk.configFiles.undoEdits(edits, 3000, 3001, backups);
    expect(undone.kind).toBe('written');
    expect(readFileSync(desk.file, 'utf8')).toBe('A=1\nPORT=3000\nB=2\n');
  });

  it('keeps a copy of what it replaces', async () => {
    const desk = setUp();
    const { edits, backups } = await apply(desk);
    const undone = await desk.configFiles.undoEdits(edits, 3000, 3001, backups);
    expect(undone.kind === 'written' && readFileSync(undone.backups[0]?.backup ?? '', 'utf8')).toBe(
      'A=1\nPORT=3001\nB=2\n',
    );
  });

  it.each(['A=1\nPORT=5000\n', 'A=1\n', 'PORT=3001\nPORT=3001\n', 'PORT=3000\n', ''])(
    'is refused where the value is no longer ours: %j',
    async (content) => {
      const desk = setUp();
      const { edits, backups } = await apply(desk);
      writeFileSync(desk.file, content);
      expect(await desk.configFiles.undoEdits(edits, 3000, 3001, backups)).toEqual({
        kind: 'changed',
        file: desk.file,
      });
      expect(readFileSync(desk.file, 'utf8')).toBe(content);
    },
  );

  it('is refused where the file is gone or is a folder now', async () => {
    const desk = setUp();
    const { edits, backups } = await apply(desk);
    rmSync(desk.file);
    expect(await desk.configFiles.undoEdits(edits, 3000, 3001, backups)).toEqual({
      kind: 'changed',
      file: expect.any(String),
    });
    mkdirSync(desk.file);
    expect(await desk.configFiles.undoEdits(edits, 3000, 3001, backups)).toEqual({
      kind: 'changed',
      file: expect.any(String),
    });
  });
});
