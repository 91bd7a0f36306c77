import { readRegularFile } from '../../regular-file.ts';
import type { Owner } from '../../../../shared/listener.ts';
import type { Watcher } from '../../../../shared/supervision.ts';
import { walkAbove } from '../facts/ancestry.ts';
import { toWatcherName } from '../../programs/find-watcher.ts';
import type { ProcStat } from '../proc/parse-proc-stat.ts';
import { readLink, readSmallFile } from '../proc/proc-file.ts';
import { isPassThrough } from './pass-through.ts';
import { parseCommandLine } from '../../programs/redact-command.ts';
import { toCalledProgram } from './shell-calls.ts';
import { isStartedInLoop } from './shell-loop.ts';
import { toShellSource } from './shell-source.ts';
import { toVisibleText } from '../../visible-text.ts';

interface Surroundings {
  readonly procRoot: string;
  readonly toOwner: (stat: ProcStat) => Owner;
}

/** Longer scripts are not looked through. */
const MAX_SCRIPT_BYTES = 256 * 1024;
/** A script may lie on another machine that does not answer. */
const SCRIPT_DEADLINE_MS = 1_000;
/** Under these descriptors bash, and dash and zsh, keep their script open. */
const SCRIPT_DESCRIPTORS = [255, 10, 11, 12] as const;

/**
 * The nearest process above this one that would start it again. Of a shell that went on in a copy
 * of itself, as in `while …; done | tee log`, that is the copy.
 */
export async function readWatcher(
  stat: ProcStat,
  { procRoot, toOwner }: Surroundings,
): Promise<Watcher | undefined> {
  const readArguments = (pid: number): readonly string[] => {
    const look = readSmallFile(`${procRoot}/${pid}/cmdline`);
    return look.kind === 'read' ? parseCommandLine(look.value) : [];
  };
  let below = { name: stat.name, argv: readArguments(stat.pid) };
  let called = toCalledProgram(below.name, below.argv);
  /** Whether what a loop would wait for ends with the process. */
  let wouldEnd = true;
  for (const ancestor of walkAbove(procRoot, stat)) {
    const argv = readArguments(ancestor.pid);
    /** A copy of the shell is not what the shell's program names. */
    const isCopy = argv.join('\0') === below.argv.join('\0');
    if (!isCopy) called = toCalledProgram(below.name, below.argv);
    below = { name: ancestor.name, argv };
    const name = toWatcherName(argv);
    if (name !== undefined) return { name, isShellLoop: false, process: toOwner(ancestor) };
    const text = await readShellText(procRoot, ancestor.pid, argv);
    if (wouldEnd && text !== undefined && isStartedInLoop(text, called)) {
      const shell = toVisibleText(ancestor.name);
      return { name: shell, isShellLoop: true, process: toOwner(ancestor) };
    }
    wouldEnd &&= isCopy || isPassThrough(argv);
    /** What is above a terminal's session starts that again, and not what was typed there. */
    if (ancestor.isSessionLeader && ancestor.hasTerminal) return undefined;
  }
  return undefined;
}

async function readShellText(
  procRoot: string,
  pid: number,
  argv: readonly string[],
): Promise<string | undefined> {
  const source = toShellSource(argv);
  if (source?.kind !== 'file') return source?.text;
  const folder = `${procRoot}/${pid}`;
  const name = source.path.split('/').at(-1) ?? '';
  const open = SCRIPT_DESCRIPTORS.map((descriptor) => `${folder}/fd/${descriptor}`).find((path) => {
    const link = readLink(path);
    return link.kind === 'read' && link.value.split('/').at(-1) === name;
  });
  const named = source.path.startsWith('/') ? source.path : `${folder}/cwd/${source.path}`;
  return readScript(open ?? named);
}

async function readScript(path: string): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), SCRIPT_DEADLINE_MS);
  });
  const reading = await Promise.race([readRegularFile(path, MAX_SCRIPT_BYTES), late]);
  clearTimeout(timer);
  return reading?.kind === 'read' ? reading.bytes.toString('utf8') : undefined;
}
