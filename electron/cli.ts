import { writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArguments } from './command/parse-arguments.ts';
import { toUsage } from './command/usage.ts';
import { toLocale } from '../shared/locale.ts';
import { toSystemLanguage } from '../shared/system-language.ts';
import packageJson from '../package.json' with { type: 'json' };

const ALIVE_EVERY_MS = 60_000;
/** Also what every other failure ends with. */
const EXIT_UNWRITTEN = 2;

/** The `portreeve` command: reads its arguments, prints, and ends with the code of the answer. */
async function main(): Promise<number> {
  const { asked, userDataFolder } = parseArguments(process.argv.slice(2));
  if (asked.kind === 'version' || asked.kind === 'help') {
    const usage = () => toUsage(toLocale(toSystemLanguage(process.env)));
    writeAll(1, asked.kind === 'version' ? packageJson.version : usage());
    return 0;
  }
  // Loaded only now, because a person who asks for help should not wait for it.
  const [{ createHost }, { findUserDataFolder }, { runCommand }] = await Promise.all([
    import('./adapters/create-host.ts'),
    import('./adapters/surroundings.ts'),
    import('./command/run-command.ts'),
  ]);
  const folder = userDataFolder === undefined ? undefined : resolve(userDataFolder);
  // What is scheduled in the core keeps no process alive; a command lives until it has answered.
  const alive = setInterval(() => undefined, ALIVE_EVERY_MS);
  return runCommand({
    host: createHost({ userDataFolder: findUserDataFolder(folder) }),
    asked,
    cwd: process.cwd(),
    print: (text) => writeAll(1, text),
    complain: (text) => void writeAll(2, text),
    onStop(stop) {
      process.once('SIGINT', stop);
      process.once('SIGTERM', stop);
    },
  }).finally(() => clearInterval(alive));
}

/** Pipes may take a text in parts; all of it is written before the process ends. */
function writeAll(fd: number, text: string): boolean {
  const bytes = Buffer.from(`${text}\n`);
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
      process.exit(EXIT_UNWRITTEN);
    }
  }
  return true;
}

process.exitCode = await main();
