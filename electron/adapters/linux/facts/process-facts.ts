import type { Owner } from '../../../../shared/listener.ts';
import { findProject } from './find-project.ts';
import { formatTime } from './format-time.ts';
import type { MountWatch } from './mount-watch.ts';
import { createMounts } from './mounts.ts';
import type { MonotonicMs } from '../proc/pace.ts';
import type { ProcStat } from '../proc/parse-proc-stat.ts';
import { toPath } from '../proc/proc-file.ts';
import { nodeProcReader, type ProcReader } from '../proc/proc-reader.ts';
import { parseCommandLine, redactCommand } from '../../programs/redact-command.ts';
import type { ToldFacts } from './told-facts.ts';
import type { UserNames } from './user-names.ts';
import { toVisibleText } from '../../visible-text.ts';

export interface ProcessFacts {
  /** The facts of a process that holds something; read once and kept while it runs its program. */
  toOwner(stat: ProcStat): Owner;
  /** The same where nothing has to be read for it. */
  findOwner(stat: ProcStat): Owner | undefined;
  /** Reads facts that are old again: a program may rename itself or move without exec. */
  refresh(stat: ProcStat): 'changed' | 'same';
  /** Drops what is known of all other processes; after a scan. */
  prune(isHolder: (pid: number) => boolean): void;
  forget(): void;
  /** Puts in what another source knows of a process whose command line is not for us to read. */
  fillIn(owner: Owner, told: ToldFacts): Owner;
  /** Known processes whose command line could not be read. */
  listUnreadable(): readonly Owner[];
}

interface ProcessFactsOptions {
  readonly procRoot: string;
  readonly homeFolder: string;
  readonly userNames: UserNames;
  readonly monotonicMs?: MonotonicMs;
  readonly reader?: ProcReader;
  readonly mountWatch?: MountWatch;
}

/** Facts that are younger are not read again. */
const KEEP_MS = 15_000;
/** The boot time wavers by a second and jumps when the clock is set; new processes ask again. */
const BOOT_TIME_KEEP_MS = 60_000;
/** The kernel's USER_HZ, 100 on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;

interface Entry {
  readonly owner: Owner;
  readonly imageToken: string;
  readonly readAtMs: number;
  readonly isCommandReadable: boolean;
}

/** Creates the cache of what is known of processes, by identity. */
export function createProcessFacts(options: ProcessFactsOptions): ProcessFacts {
  const { procRoot, homeFolder, userNames, reader = nodeProcReader } = options;
  const { monotonicMs = () => performance.now() } = options;
  const mounts = createMounts(procRoot, reader, options.mountWatch);
  const entries = new Map<number, Entry>();
  let bootTime: { readonly seconds: number | undefined; readonly readAtMs: number } | undefined;

  function readBootTime(): number | undefined {
    const nowMs = monotonicMs();
    if (bootTime === undefined || nowMs - bootTime.readAtMs > BOOT_TIME_KEEP_MS) {
      const look = reader.readRecord(`${procRoot}/stat`);
      const seconds = look.kind === 'read' ? parseBootTime(look.value) : undefined;
      bootTime = { seconds, readAtMs: nowMs };
    }
    return bootTime.seconds;
  }

  function toStartedAt(startToken: string): string | undefined {
    const bootSeconds = readBootTime();
    if (bootSeconds === undefined) return undefined;
    return formatTime((bootSeconds + Number(startToken) / TICKS_PER_SECOND) * 1000);
  }

  function readUser(folder: string): string | undefined {
    const uid = reader.readUid(folder);
    return uid === undefined ? undefined : userNames.toName(uid);
  }

  /** The kernel marks a folder that is deleted; another may have been made in its place since. */
  function readFolder(pid: number): Pick<Owner, 'cwd' | 'deletedCwd'> {
    const link = reader.readLink(`${procRoot}/${pid}/cwd`);
    if (link.kind !== 'read') return {};
    const cwd = link.value;
    const deletedCwd = toPath(link);
    if (deletedCwd === undefined || deletedCwd === cwd) return { cwd };
    /** A folder that is there may be named so. */
    const isThere =
      !mounts.isRemote(pid, deletedCwd) && reader.exists(`${procRoot}/${pid}/root${cwd}`);
    return isThere ? { cwd } : { deletedCwd };
  }

  function read(stat: ProcStat, before: Owner | undefined): Entry {
    const folder = `${procRoot}/${stat.pid}`;
    const commandLine = reader.readRecord(`${folder}/cmdline`);
    const executable = toPath(reader.readLink(`${folder}/exe`));
    const place = readFolder(stat.pid);
    const cwd = place.cwd ?? place.deletedCwd;
    const isKnown = before?.cwd === place.cwd && before?.deletedCwd === place.deletedCwd;
    const project =
      cwd === undefined
        ? undefined
        : isKnown
          ? before?.project
          : findProject({ procRoot, pid: stat.pid, cwd, homeFolder, mounts, reader });
    const startedAt = before?.startedAt ?? toStartedAt(stat.startToken);
    const owner: Owner = {
      identity: { pid: stat.pid, startToken: stat.startToken },
      name: toVisibleText(stat.name),
      command:
        commandLine.kind === 'read' ? redactCommand(parseCommandLine(commandLine.value)) : '',
      ...(executable === undefined ? {} : { executable }),
      ...place,
      ...(project === undefined ? {} : { project }),
      ...(startedAt === undefined ? {} : { startedAt }),
      user: readUser(folder) ?? before?.user ?? '?',
      parentPid: stat.parentPid,
    };
    return {
      owner,
      imageToken: stat.imageToken,
      readAtMs: monotonicMs(),
      isCommandReadable: commandLine.kind !== 'forbidden',
    };
  }

  function findOwner(stat: ProcStat): Owner | undefined {
    const entry = entries.get(stat.pid);
    const isFresh =
      entry !== undefined &&
      entry.owner.identity.startToken === stat.startToken &&
      entry.imageToken === stat.imageToken &&
      entry.owner.parentPid === stat.parentPid;
    return isFresh ? entry.owner : undefined;
  }

  return {
    findOwner,

    toOwner(stat) {
      const known = findOwner(stat);
      if (known !== undefined) return known;
      const before = entries.get(stat.pid)?.owner;
      const isSame = before?.identity.startToken === stat.startToken;
      const next = read(stat, isSame ? before : undefined);
      entries.set(stat.pid, next);
      return next.owner;
    },

    refresh(stat) {
      const entry = entries.get(stat.pid);
      if (entry === undefined || !entry.isCommandReadable) return 'same';
      const { owner } = entry;
      if (owner.identity.startToken !== stat.startToken) return 'same';
      if (monotonicMs() - entry.readAtMs < KEEP_MS) return 'same';
      const next = read(stat, owner);
      const isSame = !next.isCommandReadable || isSameOwner(next.owner, owner);
      entries.set(stat.pid, {
        ...(isSame ? entry : next),
        readAtMs: next.readAtMs,
      });
      return isSame ? 'same' : 'changed';
    },

    prune(isHolder) {
      for (const pid of entries.keys()) if (!isHolder(pid)) entries.delete(pid);
      mounts.forget();
    },

    forget() {
      entries.clear();
      mounts.forget();
      bootTime = undefined;
    },

    fillIn(owner, told) {
      const entry = entries.get(owner.identity.pid);
      const filled: Owner = {
        ...owner,
        command: redactCommand(told.command === undefined ? [] : told.command.split(' ')),
        user:
          owner.user === '?' && told.uid !== undefined ? userNames.toName(told.uid) : owner.user,
      };
      if (entry !== undefined) {
        entries.set(owner.identity.pid, { ...entry, owner: filled, isCommandReadable: true });
      }
      return filled;
    },

    listUnreadable() {
      const owners: Owner[] = [];
      for (const { owner, isCommandReadable } of entries.values()) {
        if (!isCommandReadable) owners.push(owner);
      }
      return owners;
    },
  };
}

/** Of the line `btime` in /proc/stat, seconds since 1970, far below rows of long numbers. */
function parseBootTime(text: string): number | undefined {
  const seconds = /^\nbtime (\d{1,12})\n/.exec(text.slice(text.indexOf('\nbtime ')))?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}

function isSameOwner(a: Owner, b: Owner): boolean {
  return (
    a.name === b.name &&
    a.command === b.command &&
    a.executable === b.executable &&
    a.cwd === b.cwd &&
    a.deletedCwd === b.deletedCwd &&
    a.user === b.user &&
    a.parentPid === b.parentPid
  );
}
