import { statSync } from 'node:fs';
import type { LaunchRecipe } from '../../../core/host-processes.ts';
import type { ProcessIdentity } from '../../../../shared/listener.ts';
import { isForbidden, isVanished } from '../../errno.ts';
import { parseArguments, parseEnvironment } from './parse-recipe.ts';
import type { ProcStat } from '../proc/parse-proc-stat.ts';
import { readLink, readSmallFile, readWholeFile } from '../proc/proc-file.ts';
import { isDead, readProcStat } from '../proc/process-stat.ts';

export interface RecipeOptions {
  readonly procRoot: string;
  /** Whose processes are read, and no others. */
  readonly uid: number;
}

const MAX_BYTES = 1024 * 1024;
/** What a process started by us would not share with one of a container or a sandbox. */
const ROOMS = ['root', 'ns/mnt', 'ns/net', 'ns/pid', 'ns/user'];

/**
 * Reads all that is needed to start this process once more; undefined when it is gone, not ours,
 * lives in a room of its own (a container, a sandbox), or cannot be read whole.
 */
export function readRecipe(
  options: RecipeOptions,
  identity: ProcessIdentity,
): LaunchRecipe | undefined {
  const { procRoot } = options;
  const folder = `${procRoot}/${identity.pid}`;
  const before = readOwnStat(options, identity);
  if (before === undefined) return undefined;
  if (ROOMS.some((room) => !isSameRoom(`${folder}/${room}`, `${procRoot}/self/${room}`))) {
    return undefined;
  }
  const executable = readPresentPath(`${folder}/exe`);
  const cwd = readPresentPath(`${folder}/cwd`);
  if (executable === undefined || cwd === undefined) return undefined;
  const argv = readWith(`${folder}/cmdline`, (bytes) => parseArguments(bytes, executable));
  const env = readWith(`${folder}/environ`, parseEnvironment);
  if (argv === undefined || env === undefined) return undefined;
  /** Neither another process nor another program by now, or the parts would not belong together. */
  const after = readOwnStat(options, identity);
  if (after === undefined || after.imageToken !== before.imageToken) return undefined;
  const owners = readOwners(executable, cwd);
  return owners === undefined ? undefined : { executable, argv, cwd, env, owners };
}

function readOwners(executable: string, cwd: string): LaunchRecipe['owners'] {
  try {
    return { executable: statSync(executable).uid, cwd: statSync(cwd).uid };
  } catch (error) {
    if (isVanished(error) || isForbidden(error)) return undefined;
    throw error;
  }
}

function readOwnStat(
  { procRoot, uid }: RecipeOptions,
  { pid, startToken }: ProcessIdentity,
): ProcStat | undefined {
  const look = readProcStat(procRoot, pid);
  if (look.kind !== 'read' || look.value.startToken !== startToken) return undefined;
  if (isDead(look.value)) return undefined;
  const status = readSmallFile(`${procRoot}/${pid}/status`);
  if (status.kind !== 'read') return undefined;
  /** Real, effective, saved and file system uid: what we start cannot have several. */
  const [, ...uids] = /^Uid:\t(\d+)\t(\d+)\t(\d+)\t(\d+)$/m.exec(status.value) ?? [];
  return uids.length > 0 && uids.every((each) => Number(each) === uid) ? look.value : undefined;
}

function isSameRoom(one: string, other: string): boolean {
  const [a, b] = [readLink(one), readLink(other)];
  return a.kind === 'read' && b.kind === 'read' && a.value === b.value;
}

/** Where a link leads; undefined when there is nothing any more, or its name is no UTF-8. */
function readPresentPath(path: string): string | undefined {
  const link = readLink(path);
  if (link.kind !== 'read' || !link.value.startsWith('/')) return undefined;
  const isGone = link.value.endsWith(' (deleted)');
  return isGone || link.value.includes('\ufffd') ? undefined : link.value;
}

function readWith<T>(path: string, parse: (bytes: Uint8Array) => T | undefined): T | undefined {
  const look = readWholeFile(path, MAX_BYTES);
  return look.kind === 'read' && look.value !== undefined ? parse(look.value) : undefined;
}
