import { writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createHost, findUserDataFolder } from './adapters/create-host.ts';
import { runCommand } from './command/run-command.ts';
import packageJson from '../package.json' with { type: 'json' };

/** The `portreeve` command: reads its arguments, prints, and ends with the code of the answer. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    allowPositionals: true,
    strict: false,
    options: {
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
      'user-data-dir': { type: 'string' },
    },
  });
  const known = new Set(['json', 'help', 'version', 'user-data-dir']);
  const folder = values['user-data-dir'];
  const host = createHost({
    userDataFolder: findUserDataFolder(typeof folder === 'string' ? resolve(folder) : undefined),
  });
  return runCommand({
    host,
    version: packageJson.version,
    verb: positionals[0],
    unknown: Object.keys(values).find((name) => !known.has(name)) ?? positionals[1],
    asksJson: values['json'] === true,
    asksHelp: values['help'] === true,
    asksVersion: values['version'] === true,
    print: (text) => writeAll(1, text),
    complain: (text) => writeAll(2, text),
  });
}

/** Pipes may take a text in parts; all of it is written before the process ends. */
function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(`${text}\n`);
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += writeSync(fd, bytes, offset);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      // The reader has gone (`portreeve list | head -1`): nobody wants the rest.
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
    }
  }
}

process.exitCode = await main();
