import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConfigTarget } from '../../../shared/config-target.ts';
import { applyAll, planAll, setUp, type Desk } from './desk.ts';
import { MOVE_FILES, toMoveTargets, writeMoveFiles } from './move-places.ts';

interface Service extends Desk {
  readonly shop: string;
  readonly targets: readonly ConfigTarget[];
  read(): readonly (string | undefined)[];
}

/** A service whose port is written at five places in four files. */
function setUpService(): Service {
  const desk = setUp();
  const shop = join(desk.folder, 'shop');
  writeMoveFiles(shop);
  return {
    ...desk,
    shop,
    targets: toMoveTargets(shop),
    read: () => Object.keys(MOVE_FILES).map((name) => readFileSync(join(shop, name), 'utf8')),
  };
}

const old = Object.values(MOVE_FILES);

describe('a move of several places', () => {
  it('changes all of them, each file once with one copy', async () => {
    const service = setUpService();
    const { edits, backups } = await applyAll(service, service.targets);
    expect(
      edits.map(({ target, line, before, after }) => [target.kind, line, before, after]),
    ).toEqual([
      ['dotenv', 2, 'PORT=3000', 'PORT=3001'],
      ['yaml', 3, '    ports: ["3000:80"]', '    ports: ["3001:80"]'],
      [
        'yaml',
        4,
        '    environment: { URL: "http://localhost:3000" }',
        '    environment: { URL: "http://localhost:3001" }',
      ],
      ['toml', 2, 'port = 3_000 # web', 'port = 3001 # web'],
      ['ini', 2, 'primary_port = 3000', 'primary_port = 3001'],
    ]);
    expect(backups.map(({ backup }) => readFileSync(backup, 'utf8'))).toEqual(old);
    expect(readFileSync(join(service.shop, 'app.toml'), 'utf8')).toBe(
      '[server]\nport = 3001 # web\n',
    );
    expect(existsSync(service.journalFile)).toBe(false);
    const undone = await service.configFiles.undoEdits(edits, 3000, 3001, backups);
    expect(undone.kind).toBe('written');
    expect(service.read()).toEqual(old);
  });

  it('shows both changes of one line together', async () => {
    const desk = setUp('{ "a": 3000, "b": ":3000" }');
    const targets = ['a', 'b'].map(
      (key) => ({ kind: 'json', file: desk.file, path: [key] }) as const,
    );
    const { edits } = await applyAll(desk, targets);
    expect(edits.map(({ after }) => after)).toEqual(Array(2).fill('{ "a": 3001, "b": ":3001" }'));
    expect(readFileSync(desk.file, 'utf8')).toBe('{ "a": 3001, "b": ":3001" }');
  });

  it('takes a file that is reached by two names as one', async () => {
    const desk = setUp('PORT=3000\nURL=3000\n');
    const link = join(desk.folder, 'link');
    symlinkSync(desk.file, link);
    const { backups } = await applyAll(desk, [
      desk.target,
      { kind: 'dotenv', file: link, key: 'URL' },
    ]);
    expect(readFileSync(desk.file, 'utf8')).toBe('PORT=3001\nURL=3001\n');
    expect(backups.length).toBe(1);
  });

  it('is refused where two of them are the same place', async () => {
    const desk = setUp();
    const twin = { kind: 'pattern', file: desk.file, pattern: '^PORT=(\\d+)' } as const;
    for (const second of [desk.target, twin]) {
      expect(await desk.configFiles.planEdits([desk.target, second], 3000, 3001)).toEqual({
        kind: 'refused',
        reason: 'targets-overlap',
        target: second,
      });
    }
  });

  it('is refused as a whole where one of them is', async () => {
    const service = setUpService();
    writeFileSync(join(service.shop, 'app.ini'), '[network]\n');
    expect(await service.configFiles.planEdits(service.targets, 3000, 3001)).toMatchObject({
      kind: 'refused',
      reason: 'key-missing',
      target: { kind: 'ini' },
    });
  });

  it('writes nothing once one of the files differs from the plan', async () => {
    const service = setUpService();
    const edits = await planAll(service, service.targets);
    const ini = join(service.shop, 'app.ini');
    writeFileSync(ini, '[network]\nprimary_port = 3000 ; mine\n');
    expect(await service.configFiles.applyEdits(edits, 3000, 3001)).toEqual({
      kind: 'changed',
      file: ini,
    });
    expect(service.read().slice(0, 3)).toEqual(old.slice(0, 3));
    expect(existsSync(service.journalFile)).toBe(false);
  });

  it('puts back what was written before a file that cannot be', async () => {
    const service = setUpService();
    const edits = await planAll(service, service.targets);
    const ini = join(service.shop, 'app.ini');
    chmodSync(ini, 0o444);
    expect(await service.configFiles.applyEdits(edits, 3000, 3001)).toEqual({
      kind: 'failed',
      reason: 'read-only',
      file: ini,
    });
    expect(service.read()).toEqual(old);
    expect(existsSync(service.journalFile)).toBe(false);
    expect(readdirSync(service.shop).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('is taken back as a whole or not at all', async () => {
    const service = setUpService();
    const { edits, backups } = await applyAll(service, service.targets);
    const env = join(service.shop, '.env');
    writeFileSync(env, 'PORT=5000\n');
    expect(await service.configFiles.undoEdits(edits, 3000, 3001, backups)).toEqual({
      kind: 'changed',
      file: env,
    });
    expect(readFileSync(join(service.shop, 'app.ini'), 'utf8')).toContain('3001');
    writeFileSync(env, '# mine\nPORT=3001\n');
    const undone = await service.configFiles.undoEdits(edits, 3000, 3001, backups);
    expect(undone.kind).toBe('written');
    expect(service.read()).toEqual(['# mine\nPORT=3000\n', ...old.slice(1)]);
  });
});

describe('a move that an earlier run left half done', () => {
  /** Two of the files are written and the journal is there, as after a kill. */
  async function leaveHalfDone(service: Service): Promise<void> {
    const { edits, backups } = await applyAll(service, service.targets);
    const files = backups.map(({ file, backup }) => {
      const own = edits.filter(({ realPath }) => realPath === file);
      return {
        realPath: file,
        backup,
        hashBefore: own[0]?.hashBefore,
        after: readFileSync(file).toString('base64'),
        targets: own.map(({ target }) => target),
      };
    });
    for (const { file, backup } of backups.slice(2)) writeFileSync(file, readFileSync(backup));
    writeFileSync(service.journalFile, JSON.stringify({ version: 1, from: 3000, to: 3001, files }));
  }

  it('is taken back', async () => {
    const service = setUpService();
    await leaveHalfDone(service);
    expect(await service.configFiles.recover()).toEqual({
      kind: 'taken-back',
      files: Object.keys(MOVE_FILES).map((name) => join(service.shop, name)),
    });
    expect(service.read()).toEqual(old);
    expect(await service.configFiles.recover()).toEqual({ kind: 'nothing' });
  });

  it('gives a file that was edited since only its old port back', async () => {
    const service = setUpService();
    await leaveHalfDone(service);
    writeFileSync(join(service.shop, '.env'), 'PORT=3001 # mine\n');
    writeFileSync(join(service.shop, 'app.ini'), '[network]\nprimary_port = 3000 ; mine\n');
    expect((await service.configFiles.recover()).kind).toBe('taken-back');
    expect(service.read()).toEqual([
      'PORT=3000 # mine\n',
      ...old.slice(1, 3),
      '[network]\nprimary_port = 3000 ; mine\n',
    ]);
  });

  it('leaves a file alone whose port is another by now, says so once, and keeps the copy', async () => {
    const service = setUpService();
    await leaveHalfDone(service);
    const env = join(service.shop, '.env');
    writeFileSync(env, 'PORT=5000\n');
    const recovered = await service.configFiles.recover();
    expect(recovered).toMatchObject({ kind: 'stuck', file: env });
    expect(recovered.kind === 'stuck' && readFileSync(recovered.backup, 'utf8')).toBe(old[0]);
    expect(service.read()).toEqual(['PORT=5000\n', ...old.slice(1)]);
    expect(await service.configFiles.recover()).toEqual({ kind: 'nothing' });
  });

  it('is tried again at the next start where a file cannot be written now', async () => {
    const service = setUpService();
    await leaveHalfDone(service);
    const env = join(service.shop, '.env');
    chmodSync(env, 0o444);
    expect(await service.configFiles.recover()).toMatchObject({ kind: 'stuck', file: env });
    const edits = await planAll(service, service.targets.slice(2, 3));
    expect((await service.configFiles.applyEdits(edits, 3000, 3001)).kind).toBe('stuck');
    chmodSync(env, 0o644);
    expect((await service.configFiles.recover()).kind).toBe('taken-back');
    expect(service.read()).toEqual(old);
  });

  it('does not stand in the way where its journal cannot be read', async () => {
    const service = setUpService();
    writeFileSync(service.journalFile, '{"version":1,');
    expect(await service.configFiles.recover()).toEqual({ kind: 'nothing' });
    await applyAll(service, service.targets);
    expect(existsSync(service.journalFile)).toBe(false);
  });
});
