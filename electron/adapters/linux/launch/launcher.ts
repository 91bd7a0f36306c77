import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { Launcher, LaunchRecipe, LaunchResult } from '../../../core/host-processes.ts';
import type { LaunchFailure } from '../../../../shared/supervision.ts';
import { readErrorCode } from '../../errno.ts';
import { openLaunchLog, removeLaunchLog, type LaunchLog } from '../../launch-logs.ts';
import { withPrivateDescriptors } from '../native/private-descriptors.ts';
import { findCommand } from '../../find-command.ts';
import { readRecipe } from './read-recipe.ts';

export interface LinuxLauncherOptions {
  /** Where the output of what is started goes. */
  readonly logFolder: string;
  readonly procRoot?: string;
  /** Our effective uid. */
  readonly uid?: number;
  /** How long a program is watched for failing at once. */
  readonly watchMs?: number;
  readonly wallMs?: () => number;
  /** What commands of the person's own get, and where their programs are looked for. */
  readonly env?: NodeJS.ProcessEnv;
}

const FAILURES: Readonly<Record<string, LaunchFailure>> = {
  ENOENT: 'program-missing',
  ENOTDIR: 'program-missing',
  EACCES: 'not-permitted',
  EPERM: 'not-permitted',
};

type Started =
  | { readonly kind: 'started'; readonly pid: number }
  | { readonly kind: 'failed'; readonly reason: LaunchFailure };

/** Starts processes as they were, detached from us. Their environment is kept in memory alone. */
export function createLinuxLauncher(options: LinuxLauncherOptions): Launcher {
  const {
    logFolder,
    procRoot = '/proc',
    uid = process.geteuid?.() ?? 0,
    watchMs = 300,
    wallMs = () => Date.now(),
    env = process.env,
  } = options;

  async function openLog({ executable }: LaunchRecipe): Promise<LaunchLog | undefined> {
    try {
      return await openLaunchLog(logFolder, executable, wallMs());
    } catch (error) {
      if (readErrorCode(error) === undefined) throw error;
      return undefined;
    }
  }

  return {
    find: (command, folder) => findCommand(command, folder, env),
    capture: (identity) => readRecipe({ procRoot, uid }, identity),

    async start(recipe): Promise<LaunchResult> {
      const obstacle = await findObstacle(recipe, uid);
      if (obstacle !== undefined) return { kind: 'failed', reason: obstacle };
      const log = await openLog(recipe);
      if (log === undefined) return { kind: 'failed', reason: 'unknown' };
      const { path: logFile, handle } = log;
      try {
        const result = await startDetached(recipe, handle.fd, watchMs);
        if (result.kind === 'started' || result.reason === 'ended-at-once') {
          return { ...result, logFile };
        }
        await removeLaunchLog(logFile);
        /** It went away between the look and the start. */
        return { kind: 'failed', reason: (await findObstacle(recipe, uid)) ?? result.reason };
      } finally {
        await handle.close();
      }
    },
  };
}

/** What is in the way of a start, as far as it can be seen before. */
async function findObstacle(
  { executable, cwd, owners }: LaunchRecipe,
  uid: number,
): Promise<LaunchFailure | undefined> {
  const folder = await findObstacleAt(cwd, 'folder-missing', (stats) => stats.isDirectory());
  if (folder.kind === 'obstacle') return folder.reason;
  const program = await findObstacleAt(executable, 'program-missing', (stats) => stats.isFile());
  if (program.kind === 'obstacle') return program.reason;
  /** What somebody else has put there meanwhile would run with our rights. */
  const isTrusted = (owner: number, before: number | undefined): boolean =>
    before === undefined || owner === before || owner === uid || owner === 0;
  return isTrusted(folder.owner, owners?.cwd) && isTrusted(program.owner, owners?.executable)
    ? undefined
    : 'replaced';
}

type Sight =
  | { readonly kind: 'obstacle'; readonly reason: LaunchFailure }
  | { readonly kind: 'right'; readonly owner: number };

async function findObstacleAt(
  path: string,
  missing: LaunchFailure,
  isRight: (stats: Awaited<ReturnType<typeof stat>>) => boolean,
): Promise<Sight> {
  try {
    const stats = await stat(path);
    if (!isRight(stats)) return { kind: 'obstacle', reason: missing };
    await access(path, constants.X_OK);
    return { kind: 'right', owner: stats.uid };
  } catch (error) {
    const code = readErrorCode(error);
    if (code === undefined) throw error;
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    return { kind: 'obstacle', reason: isMissing ? missing : toFailure(error) };
  }
}

async function startDetached(
  recipe: LaunchRecipe,
  output: number,
  watchMs: number,
): Promise<Started> {
  try {
    return await withPrivateDescriptors(() => spawnDetached(recipe, output, watchMs));
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return { kind: 'failed', reason: toFailure(error) };
  }
}

function spawnDetached(
  { executable, argv, cwd, env }: LaunchRecipe,
  output: number,
  watchMs: number,
): Promise<Started> {
  const [argv0 = executable, ...rest] = argv;
  const child = spawn(executable, rest, {
    argv0,
    cwd,
    /** A copy, since Node may put a variable of its own into it. */
    env: { ...env },
    detached: true,
    stdio: ['ignore', output, output],
  });
  child.unref();
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ kind: 'failed', reason: toFailure(error) }));
    child.once('spawn', () => {
      const started = { kind: 'started', pid: child.pid ?? 0 } as const;
      const timer = setTimeout(() => resolve(started), watchMs);
      child.once('exit', (code) => {
        clearTimeout(timer);
        /** A program that goes to the background ends at once and in good order. */
        resolve(code === 0 ? started : { kind: 'failed', reason: 'ended-at-once' });
      });
    });
  });
}

function toFailure(error: unknown): LaunchFailure {
  return FAILURES[readErrorCode(error) ?? ''] ?? 'unknown';
}
