import { existsSync, statSync, writeSync } from 'node:fs';
import { arch, platform, release } from 'node:os';
import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { chooseColours } from './command/output/colours.ts';
import { prepareForOneLook } from './command/engine-flags.ts';
import { EXIT_CODES, EXIT_INTERRUPTED } from './command/call/exit-codes.ts';
import { parseArguments } from './command/arguments/parse-arguments.ts';
import type { FreeAsked } from './command/arguments/parse-free.ts';
import type { Runnable } from './command/run-command.ts';
import { toLocale, type Locale } from '../shared/locale.ts';
import { unwritten as unwrittenEn } from '../shared/messages/en/unwritten.ts';
import { unwritten as unwrittenZhCN } from '../shared/messages/zh-CN/unwritten.ts';
import { toSystemLanguage } from '../shared/system-language.ts';
import packageJson from '../package.json' with { type: 'json' };

const ALIVE_EVERY_MS = 60_000;
const UNWRITTEN: Readonly<Record<Locale, string>> = { en: unwrittenEn, 'zh-CN': unwrittenZhCN };

/** The `portreeve` command: reads its arguments, prints, and ends with the code of the answer. */
async function main(): Promise<number> {
  const { asked, userDataFolder } = parseArguments(process.argv.slice(2));
  const locale = findLocale();
  if (asked.kind === 'version') return printAll(packageJson.version);
  // Loaded only where it is asked for, because every command pays for what stands above.
  if (asked.kind === 'help') {
    return printAll((await import('./command/help/usage.ts')).toUsage(locale, asked.verb));
  }
  if (asked.kind === 'man') {
    return printAll(
      (await import('./command/help/manual.ts')).toManual(locale, packageJson.version),
    );
  }
  if (asked.kind === 'completion') {
    const { toCompletion } = await import('./command/completion/completion.ts');
    return printAll(toCompletion(asked.shell, locale));
  }
  if (asked.kind === 'free') return findFree(asked, userDataFolder);
  if (asked.kind === 'mcp') return serveAgent(userDataFolder);
  return run(asked, userDataFolder);
}

function findLocale(): Locale {
  return toLocale(toSystemLanguage(process.env));
}

/** All commands that need the machine and may take their time. */
async function run(asked: Runnable, userDataFolder: string | undefined): Promise<number> {
  if (asked.kind !== 'watch') prepareForOneLook();
  // Loaded only now, because a person who asks for help should not wait for it.
  const [{ createHost }, { findUserDataFolder }, { runCommand }] = await Promise.all([
    import('./adapters/create-host.ts'),
    import('./adapters/surroundings.ts'),
    import('./command/run-command.ts'),
  ]);
  const folder = findUserDataFolder(toOverride(userDataFolder));
  const call = {
    ...toCall(folder),
    host: createHost({ userDataFolder: folder }),
    print,
    colours: chooseColours({ env: process.env, isTerminal: process.stdout.isTTY }),
    ask: process.stdin.isTTY && process.stdout.isTTY ? askOnTerminal : undefined,
  };
  return keepAlive(runCommand(call, asked));
}

/** What every command is told of where it runs. */
function toCall(folder: string) {
  return {
    versions: { version: packageJson.version, runtime: toRuntime() },
    cwd: process.cwd(),
    complain,
    onStop(stop: () => void) {
      process.once('SIGINT', stop);
      process.once('SIGTERM', stop);
    },
    keepsHistory: isOurFolder(folder),
    ownsSettings: isOursToMake(folder),
  };
}

/** What is scheduled in the core keeps no process alive; a command lives until it has answered. */
function keepAlive<T>(answer: Promise<T>): Promise<T> {
  const alive = setInterval(() => undefined, ALIVE_EVERY_MS);
  return answer.finally(() => clearInterval(alive));
}

/** Speaks the Model Context Protocol on the standard streams until the agent closes them. */
async function serveAgent(userDataFolder: string | undefined): Promise<number> {
  const [{ createHost }, { createFreeHost }, { findUserDataFolder }, { serveMcp }] =
    await Promise.all([
      import('./adapters/create-host.ts'),
      import('./adapters/create-free-host.ts'),
      import('./adapters/surroundings.ts'),
      import('./command/mcp/serve.ts'),
    ]);
  const folder = findUserDataFolder(toOverride(userDataFolder));
  const call = {
    ...toCall(folder),
    host: createHost({ userDataFolder: folder }),
    freeHost: createFreeHost({ userDataFolder: folder }),
    input: process.stdin,
    output: process.stdout,
  };
  return keepAlive(serveMcp(call));
}

/** Other programs wait for its answer, so it loads next to nothing. */
async function findFree(asked: FreeAsked, userDataFolder: string | undefined): Promise<number> {
  const [{ createFreeHost }, { findUserDataFolder }, { printFreePorts }] = await Promise.all([
    import('./adapters/create-free-host.ts'),
    import('./adapters/surroundings.ts'),
    import('./command/free.ts'),
  ]);
  const folder = findUserDataFolder(toOverride(userDataFolder));
  return printFreePorts(
    {
      host: createFreeHost({ userDataFolder: folder }),
      print,
      complain,
      colours: chooseColours({ env: process.env, isTerminal: process.stderr.isTTY }),
    },
    asked,
  );
}

function toOverride(userDataFolder: string | undefined): string | undefined {
  return userDataFolder === undefined ? undefined : resolve(userDataFolder);
}

/** What the program knows by itself, be it a page or the version. */
function printAll(text: string): number {
  print(text);
  return EXIT_CODES.man.answered;
}

function print(text: string): boolean {
  return writeAll(1, `${text}\n`);
}

function complain(text: string): void {
  writeAll(2, `${text}\n`);
}

/** The terminal itself edits the line and turns Ctrl+C into a signal; Ctrl+D is the end of input. */
function askOnTerminal(question: string): Promise<string | undefined> {
  writeAll(1, question);
  const lines = createInterface({ input: process.stdin, terminal: false });
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => resolve(undefined));
  });
}

/**
 * Whether the app has kept something there as this account. A file that root makes in a person's
 * folder would be closed to the app from then on.
 */
function isOurFolder(folder: string): boolean {
  try {
    const stats = statSync(folder);
    return stats.isDirectory() && stats.uid === (process.geteuid?.() ?? stats.uid);
  } catch (error) {
    // Not there, or not for this account to see.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return false;
  }
}

/**
 * Whether settings may be kept there: in a folder of this account's, or in a new one. Root makes
 * no folder in somebody else's.
 */
function isOursToMake(folder: string): boolean {
  if (existsSync(folder)) return isOurFolder(folder);
  let above = dirname(folder);
  while (!existsSync(above) && above !== dirname(above)) above = dirname(above);
  return process.geteuid?.() !== 0 || isOurFolder(above);
}

/** `Node 20.20.2, linux x64`, or Electron where the package brings its own. */
function toRuntime(): string {
  const { electron, node } = process.versions as Readonly<Record<string, string | undefined>>;
  const program = electron === undefined ? `Node ${node}` : `Electron ${electron}`;
  return `${program}, ${platform()} ${arch()} ${release()}`;
}

/** Pipes may take a text in parts; all of it is written before the process ends. */
function writeAll(fd: number, text: string): boolean {
  const bytes = Buffer.from(text);
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += writeSync(fd, bytes, offset);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      // The reader has gone (`portreeve list | head -1`): nobody wants the rest.
      if (code === 'EPIPE') return false;
      if (code === 'EAGAIN') continue;
      // A full disk behind `>`: the answer is cut, so the answer's own code would be a lie.
      if (fd === 1) complain(UNWRITTEN[findLocale()].replace('{code}', code ?? ''));
      process.exit(EXIT_CODES.any.failed);
    }
  }
  return true;
}

const code = await main();
// What was interrupted may still wait, and would go on to signal.
if (code === EXIT_INTERRUPTED) process.exit(code);
process.exitCode = code;
