import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, resolve } from 'node:path';
import type { LaunchRecipe } from '../core/host-processes.ts';
import { readErrorCode } from './errno.ts';

/** Variables that tell Electron how to run us, and would tell a program of the person's the same. */
const OURS = /^(ELECTRON_|CHROME_|PORTREEVE_|NODE_OPTIONS$)/;

/**
 * What it takes to run a command in a folder with our own environment. A program without a folder
 * is looked for along `PATH`, one with a folder from the command's own; undefined where it is not
 * found.
 */
export async function findCommand(
  command: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<LaunchRecipe | undefined> {
  const [program = ''] = command;
  const folders = program.includes('/')
    ? [folder]
    : (env['PATH'] ?? '').split(delimiter).filter((path) => isAbsolute(path));
  for (const place of folders) {
    const executable = resolve(place, program);
    if (!(await isProgram(executable))) continue;
    return { executable, argv: command, cwd: folder, env: toEnvironment(env) };
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return false;
  }
}

function toEnvironment(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || OURS.test(name) ? [] : [[name, value]],
    ),
  );
}
