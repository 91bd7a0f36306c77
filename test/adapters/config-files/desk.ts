import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aConfigFiles } from '../../support/config-files.ts';
import type { ConfigFiles } from '../../../electron/core/host-files.ts';
import type { BackupCopy, ConfigEdit } from '../../../shared/reassign.ts';
import type { ConfigTarget } from '../../../shared/config-target.ts';
import { makeFolder } from '../surroundings.ts';

/** A folder with one file in it, and the adapter with a folder of its own for its copies. */
export interface Desk {
  readonly folder: string;
  readonly file: string;
  readonly target: ConfigTarget;
  readonly backupFolder: string;
  readonly journalFile: string;
  readonly configFiles: ConfigFiles;
}

export function setUp(
  content: string | Buffer = 'A=1\nPORT=3000\nB=2\n',
  folder = makeFolder(),
): Desk {
  const file = join(folder, '.env');
  writeFileSync(file, content);
  const own = makeFolder();
  const backupFolder = join(own, 'backups');
  const journalFile = join(own, 'move-in-progress.json');
  let nowMs = Date.UTC(2025, 10, 21, 8);
  const clock = { wallMs: () => (nowMs += 1) };
  const configFiles = aConfigFiles({ backupFolder, journalFile, clock });
  return { folder, file, target: toTarget(file), backupFolder, journalFile, configFiles };
}

export function toTarget(file: string): ConfigTarget {
  return { kind: 'dotenv', file, key: 'PORT' };
}

export async function planAll(
  { configFiles }: Pick<Desk, 'configFiles'>,
  targets: readonly ConfigTarget[],
): Promise<readonly ConfigEdit[]> {
  const located = await configFiles.planEdits(targets, 3000, 3001);
  if (located.kind === 'refused') throw new Error(located.reason);
  return located.edits;
}

export interface AppliedAll {
  readonly edits: readonly ConfigEdit[];
  readonly backups: readonly BackupCopy[];
}

export async function applyAll(
  desk: Pick<Desk, 'configFiles'>,
  targets: readonly ConfigTarget[],
): Promise<AppliedAll> {
  const edits = await planAll(desk, targets);
  const result = await desk.configFiles.applyEdits(edits, 3000, 3001);
  if (result.kind !== 'written') throw new Error(JSON.stringify(result));
  return { edits, backups: result.backups };
}
