import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHost } from '../../electron/adapters/create-host.ts';
import { findUserDataFolder } from '../../electron/adapters/surroundings.ts';
import {
  createUnsupportedLauncher,
  createUnsupportedProcesses,
  createUnsupportedScanner,
  createUnsupportedTerminator,
} from '../../electron/adapters/unsupported-platform.ts';
import type { Owner } from '../../shared/listener.ts';
import { makeFolder } from './surroundings.ts';

describe('the host', () => {
  it('touches no disk before it is asked to', () => {
    const userDataFolder = makeFolder();
    const host = createHost({ userDataFolder, systemLanguage: 'zh-CN' });
    expect(readdirSync(userDataFolder)).toEqual([]);
    expect([host.homeFolder, host.systemLanguage]).toEqual([homedir(), 'zh-CN']);
    expect(host.createId()).not.toBe(host.createId());
  });

  it('keeps settings, history, backups and log in the one folder it was given', async () => {
    const userDataFolder = makeFolder();
    const { settingsStore, historyStore, configFiles, logger } = createHost({ userDataFolder });
    const file = join(makeFolder(), '.env');
    writeFileSync(file, 'PORT=3000');
    await settingsStore.save((await settingsStore.load()).settings);
    await historyStore.append([
      {
        kind: 'reassign-undone',
        id: 'a',
        at: '',
        undoes: 'b',
        watchedPortId: 'c',
        name: 'd',
        from: 1,
        to: 2,
      },
    ]);
    const located = await configFiles.planEdits(
      [{ kind: 'dotenv', file, key: 'PORT' }],
      3000,
      3001,
    );
    if (located.kind === 'edits') await configFiles.applyEdits(located.edits, 3000, 3001);
    logger.log('info', 'app-started');
    expect(readdirSync(userDataFolder)).toEqual([
      'backups',
      'history.jsonl',
      'logs',
      'settings.json',
    ]);
  });

  it.runIf(platform() === 'linux')('reads the ports from the given /proc', async () => {
    const procRoot = makeFolder();
    mkdirSync(join(procRoot, 'net'));
    const { scanner } = createHost({ userDataFolder: makeFolder(), procRoot });
    expect((await scanner.scan()).kind).toBe('failed');
    expect((await createHost({ userDataFolder: makeFolder() }).scanner.scan()).kind).toBe(
      'scanned',
    );
  });

  it('finds the folder of the user data', () => {
    expect(findUserDataFolder('/tmp/portreeve')).toBe('/tmp/portreeve');
    expect(isAbsolute(findUserDataFolder())).toBe(true);
  });
});

describe('a platform that is not supported yet', () => {
  it('never looks as if all ports were free', async () => {
    const scanner = createUnsupportedScanner('sunos');
    const failed = { kind: 'failed', reason: 'unsupported-platform', detail: 'sunos' };
    expect([await scanner.scan(), await scanner.scanAfresh()]).toEqual([failed, failed]);
    expect(await scanner.readConnected('tcp', 3000)).toBeUndefined();
  });

  it('knows of no process and signals nobody', async () => {
    const processes = createUnsupportedProcesses('ada');
    const owner: Owner = { identity: processes.self, name: 'node', command: 'node', user: 'ada' };
    expect(await processes.readContext(processes.self)).toBeUndefined();
    expect([processes.isAlive(processes.self), processes.readAncestors()]).toEqual([false, []]);
    const proof = { kind: 'identity' } as const;
    expect(createUnsupportedTerminator().signal(owner, proof, 'force')).toBe('changed');
    expect(createUnsupportedLauncher().capture(processes.self)).toBeUndefined();
  });
});
