import type { Processes } from '../../core/host.ts';
import type { ProcessIdentity } from '../../../shared/listener.ts';
import { toWatcherName } from './find-watcher.ts';
import { parseCgroup } from './parse-cgroup.ts';
import type { ProcStat } from './parse-proc-stat.ts';
import { readSmallFile } from './proc-file.ts';
import { isDead, readProcStat } from './process-stat.ts';
import { parseCommandLine } from './redact-command.ts';
import { createUserNames } from './user-names.ts';
import { toVisibleText } from '../visible-text.ts';

interface LinuxProcessesOptions {
  readonly procRoot?: string;
  readonly passwdFile?: string;
  readonly selfPid?: number;
  /** Our effective uid. */
  readonly uid?: number;
}

const MAX_ANCESTORS = 64;

/** Looks at single processes in `/proc`. */
export function createLinuxProcesses(options: LinuxProcessesOptions = {}): Processes {
  const {
    procRoot = '/proc',
    passwdFile = '/etc/passwd',
    selfPid = process.pid,
    uid = process.geteuid?.() ?? 0,
  } = options;

  function readStat(pid: number): ProcStat | undefined {
    const look = readProcStat(procRoot, pid);
    return look.kind === 'read' ? look.value : undefined;
  }

  /** The processes above this one, nearest first. */
  function readAbove(stat: ProcStat): readonly ProcStat[] {
    const above: ProcStat[] = [];
    let next = stat;
    while (next.parentPid > 0 && above.length < MAX_ANCESTORS) {
      const parent = readStat(next.parentPid);
      if (parent === undefined || above.some(({ pid }) => pid === parent.pid)) break;
      above.push(parent);
      next = parent;
    }
    return above;
  }

  function readUnit(stat: ProcStat): string | undefined {
    /** What was started from a terminal only lives in the unit of that terminal. */
    if (stat.hasTerminal) return undefined;
    const look = readSmallFile(`${procRoot}/${stat.pid}/cgroup`);
    const unit = look.kind === 'read' ? parseCgroup(look.value)?.unit : undefined;
    /** Desktops start applications as units of this name, and do not start them again. */
    return unit === undefined || unit.startsWith('app-') ? undefined : toVisibleText(unit);
  }

  function readWatcher(stat: ProcStat): string | undefined {
    for (const { pid } of readAbove(stat)) {
      const look = readSmallFile(`${procRoot}/${pid}/cmdline`);
      const name = look.kind === 'read' ? toWatcherName(parseCommandLine(look.value)) : undefined;
      if (name !== undefined) return name;
    }
    return undefined;
  }

  const self: ProcessIdentity = {
    pid: selfPid,
    startToken: readStat(selfPid)?.startToken ?? '',
  };

  return {
    self,
    user: createUserNames(passwdFile).toName(uid),
    isPrivileged: uid === 0,

    readContext(identity) {
      const stat = readStat(identity.pid);
      if (stat === undefined || stat.startToken !== identity.startToken) {
        return Promise.resolve(undefined);
      }
      return Promise.resolve({
        supervisor: readUnit(stat) ?? readWatcher(stat),
        isKernelThread: stat.isKernelThread,
      });
    },

    isAlive(identity) {
      const look = readProcStat(procRoot, identity.pid);
      if (look.kind !== 'read') return look.kind === 'forbidden';
      return look.value.startToken === identity.startToken && !isDead(look.value);
    },

    readAncestors() {
      const stat = readStat(selfPid);
      return stat === undefined
        ? []
        : readAbove(stat).map(({ pid, startToken }) => ({ pid, startToken }));
    },
  };
}
