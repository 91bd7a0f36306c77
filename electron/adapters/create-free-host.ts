import { randomInt } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { toSystemLanguage } from '../../shared/system-language.ts';
import type { FreeHost, PortLimits } from '../core/host.ts';
import { createClock } from './clock.ts';
import { readTail } from './history/read-lines.ts';
import { readLinuxBootId } from './linux/proc/boot-id.ts';
import { readLinuxPortLimits } from './linux/port-limits.ts';
import { isDead, readProcStat } from './linux/proc/process-stat.ts';
import { createMachineTime } from './machine-time.ts';
import { readMacosBootId } from './macos/boot-id.ts';
import { readMacosPortLimits } from './macos/port-limits.ts';
import { parseLeases, parsePastConflicts, parseWatchedNumbers } from './parse-watched-numbers.ts';
import { createPortProber } from './port-prober.ts';
import { isAliveByPs, isPsIdentity } from './posix/is-alive.ts';
import { decodeUtf8, readRegularFile } from './regular-file.ts';

const FILE_SIZE_MAX = 16 * 1024 * 1024;
/** Of the newest history: more takes longer to read than the command may take. */
const HISTORY_BYTES_MAX = 4 * 1024 * 1024;

/**
 * The little of the machine that finding a free port takes. The second door to the adapters: what
 * stands behind the first takes longer to load than the whole command may take.
 */
export function createFreeHost({ userDataFolder }: { readonly userDataFolder: string }): FreeHost {
  const settingsFile = join(userDataFolder, 'settings.json');
  return {
    clock: createClock(),
    prober: createPortProber(),
    randomBelow: (limit) => randomInt(limit),
    // Linux has a folder for it, and the others a tool each, which are missing elsewhere.
    readPortLimits: async () =>
      readLinuxPortLimits() ?? (await readMacosPortLimits()) ?? (await readLimitsOfWindows()),
    systemLanguage: toSystemLanguage(process.env),
    homeFolder: homedir(),
    isPrivileged: process.geteuid?.() === 0,
    settingsFile,
    async readWatched() {
      const text = await readText(settingsFile, '{ "watchedPorts": [] }');
      return text === undefined ? undefined : parseWatchedNumbers(text);
    },
    async readConflicts() {
      const file = join(userDataFolder, 'history.jsonl');
      return parsePastConflicts(await readTail(file, HISTORY_BYTES_MAX).catch(() => ''));
    },
    async readLeases() {
      return parseLeases((await readText(join(userDataFolder, 'leases.json'), '')) ?? '');
    },
    readMachineTime: createMachineTime([readLinuxBootId, readMacosBootId]),
    isAlive: (identity) => {
      // A token tells which system gave it.
      if (isPsIdentity(identity)) return isAliveByPs(identity);
      const { pid, startToken } = identity;
      const look = readProcStat('/proc', pid);
      if (look.kind === 'forbidden') return true;
      // Where not even we are listed, nobody is known to be gone.
      if (look.kind !== 'read') return readProcStat('/proc', process.pid).kind !== 'read';
      return look.value.startToken === startToken && !isDead(look.value);
    },
    async readListeners() {
      const { createHost } = await import('./create-host.ts');
      const scan = await createHost({ userDataFolder }).scanner.scan();
      return scan.kind === 'scanned' ? scan.listeners : [];
    },
  };
}

async function readLimitsOfWindows(): Promise<PortLimits | undefined> {
  const { SystemRoot } = process.env;
  if (SystemRoot === undefined) return undefined;
  const [{ readWindowsPortLimits }, { createSystemTools }] = await Promise.all([
    import('./windows/port-limits.ts'),
    import('./windows/run-system-tool.ts'),
  ]);
  return readWindowsPortLimits(createSystemTools(SystemRoot, process.env));
}

async function readText(path: string, whereMissing: string): Promise<string | undefined> {
  const file = await readRegularFile(path, FILE_SIZE_MAX);
  if (file.kind === 'missing') return whereMissing;
  return file.kind === 'read' ? decodeUtf8(file.bytes) : undefined;
}
