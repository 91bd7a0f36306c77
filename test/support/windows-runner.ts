import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/*
 * Runs a program of the tests on Windows: in Wine where this is Linux. Node.js must be told there
 * not to look at the version of the system, and its output goes into a file, since a pipe from
 * under Wine fails.
 */

const cacheFolder = fileURLToPath(new URL('../../.cache/', import.meta.url));
/** Where set-up unpacked it; see scripts/lib/wine.mjs. */
const unpacked = join(cacheFolder, 'wine');
const libraries = join(unpacked, 'root/usr/lib');
const wine = join(libraries, 'wine/wine64');
const workFolder = join(cacheFolder, 'windows-test');

/** Making the folder of a new Windows takes ten seconds on a machine that does nothing else. */
const DEADLINE_MS = 110_000;

export const isOnWindows = process.platform === 'win32';

/** Why nothing can be run on a Windows here, or undefined. */
export function findWindowsObstacle(): string | undefined {
  if (isOnWindows) return undefined;
  return existsSync(wine) ? undefined : 'set-up could not fetch Wine; it takes root on Debian';
}

function toEnv(): NodeJS.ProcessEnv {
  if (isOnWindows) return process.env;
  const folders = readdirSync(libraries).filter((name) => name.endsWith('-linux-gnu'));
  const { HOME, PATH, LANG } = process.env;
  return {
    HOME,
    PATH,
    LANG,
    LD_LIBRARY_PATH: folders.map((name) => join(libraries, name)).join(':'),
    WINEPREFIX: join(unpacked, 'home'),
    WINEARCH: 'win64',
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree,mshtml,winemenubuilder.exe=',
    NODE_SKIP_PLATFORM_CHECK: '1',
  };
}

/** A path of this machine as a program on Windows names it. */
function toWindowsPath(path: string): string {
  return isOnWindows ? path : `Z:${path.replaceAll('/', '\\')}`;
}

/** One file with all its packages but koffi, beside which its part for Windows lies. */
async function bundle(entry: string): Promise<string> {
  rmSync(workFolder, { recursive: true, force: true });
  mkdirSync(join(workFolder, 'node_modules/@koromix'), { recursive: true });
  if (!isOnWindows) {
    const target = join(workFolder, 'node_modules/@koromix/koffi-win32-x64');
    symlinkSync(join(unpacked, 'koffi'), target);
  }
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: workFolder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: { program: entry },
        external: [...builtinModules.map((name) => `node:${name}`), 'koffi'],
        output: { format: 'esm', entryFileNames: '[name].mjs' },
      },
    },
    ssr: { noExternal: true },
  });
  return join(workFolder, 'program.mjs');
}

/** Makes what a Windows consists of, once, before any program is there to miss a part of it. */
function bootWine(): void {
  if (isOnWindows || existsSync(join(unpacked, 'home/system.reg'))) return;
  execFileSync(wine, ['wineboot', '-i'], { env: toEnv(), stdio: 'ignore', timeout: DEADLINE_MS });
}

/** What the program wrote into the file that it was given, when it has ended. */
export async function runOnWindows(entry: string): Promise<unknown> {
  const program = await bundle(entry);
  const resultFile = join(workFolder, 'result.json');
  bootWine();
  const node = isOnWindows ? process.execPath : wine;
  const args = [program, resultFile, workFolder].map(toWindowsPath);
  const all = isOnWindows ? args : [join(unpacked, 'node/bin/node.exe'), ...args];
  const output = join(workFolder, 'output.txt');
  const exitCode = await runToFile(node, all, output);
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${readFileSync(output, 'utf8')}`);
  return JSON.parse(readFileSync(resultFile, 'utf8'));
}

/** Undefined where it did not end in time. */
async function runToFile(
  program: string,
  args: readonly string[],
  output: string,
): Promise<number | undefined> {
  const file = openSync(output, 'w');
  const child = spawn(program, args, {
    env: toEnv(),
    cwd: workFolder,
    stdio: ['ignore', file, file],
    timeout: DEADLINE_MS,
  });
  closeSync(file);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? undefined));
  });
}

/** Ends the Windows that the program ran on, and whatever still runs there. */
export function shutWindows(): void {
  if (isOnWindows || !existsSync(wine)) return;
  // It fails where nothing runs any more.
  spawnSync(join(libraries, 'wine/wineserver'), ['-k'], { env: toEnv(), stdio: 'ignore' });
}
