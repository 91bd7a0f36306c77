import { homedir } from 'node:os';
import type { Processes } from '../../core/host-processes.ts';
import type { Owner, ProcessIdentity } from '../../../shared/listener.ts';
import type { Unit } from '../../../shared/supervision.ts';
import { walkAbove } from './facts/ancestry.ts';
import { listDescendants } from './facts/list-descendants.ts';
import { parseSeesAll } from './facts/parse-capabilities.ts';
import { parseContainer } from './facts/parse-container.ts';
import { parseIgnoresTerm, parseTracer, toState } from './facts/parse-condition.ts';
import type { ProcStat } from './proc/parse-proc-stat.ts';
import { readSmallText } from './proc/proc-file.ts';
import { createProcessFacts } from './facts/process-facts.ts';
import { findProcStat, isDead, readProcStat } from './proc/process-stat.ts';
import { readProcessUnit } from './facts/process-unit.ts';
import { readWatcher } from './watchers/read-watcher.ts';
import { createUserNames } from './facts/user-names.ts';
import { toVisibleText } from '../visible-text.ts';

interface LinuxProcessesOptions {
  readonly procRoot?: string;
  readonly passwdFile?: string;
  readonly selfPid?: number;
  /** Our effective uid. */
  readonly uid?: number;
  readonly homeFolder?: string;
}

/**
 * Services in which run things that others started, as terminals, editors, logins and jobs: to
 * stop them would end all of those.
 */
const HOSTING_UNIT =
  /^(?:dbus|dbus-broker|cron|crond|anacron|atd|gnome-terminal-server|foot-server|tmux|screen|zellij|emacs|code-server|code-tunnel|openvscode-server|sshd?|dropbear|getty|serial-getty|console-getty|display-manager|gdm|gdm3|sddm|lightdm|greetd|gitlab-runner|actions\.runner\..+)(?:@.*)?\.service$/;

/** Looks at single processes in `/proc`. */
export function createLinuxProcesses(options: LinuxProcessesOptions = {}): Processes {
  const {
    procRoot = '/proc',
    passwdFile = '/etc/passwd',
    selfPid = process.pid,
    uid = process.geteuid?.() ?? 0,
    homeFolder = homedir(),
  } = options;
  const userNames = createUserNames(passwdFile);

  function readUnit(stat: ProcStat): Unit | undefined {
    const found = readProcessUnit(procRoot, stat);
    if (found === undefined || HOSTING_UNIT.test(found.unit)) return undefined;
    /** We can only talk to our own manager, which may have a unit of the same name. */
    if (found.isUserUnit && found.managerUid !== uid) return undefined;
    return { name: toVisibleText(found.unit), isUserUnit: found.isUserUnit };
  }

  function readContainerId(pid: number): string | undefined {
    const id = parseContainer(readSmallText(`${procRoot}/${pid}/cgroup`))?.id;
    return id === undefined ? undefined : toVisibleText(id);
  }

  function readName(pid: number | undefined): string | undefined {
    const stat = pid === undefined ? undefined : findProcStat(procRoot, pid);
    return stat === undefined ? undefined : toVisibleText(stat.name);
  }

  /** Facts are read anew each time, since they are shown before something is ended. */
  function createFacts(): (stat: ProcStat) => Owner {
    userNames.refresh();
    return createProcessFacts({ procRoot, homeFolder, userNames }).toOwner;
  }

  const self: ProcessIdentity = {
    pid: selfPid,
    startToken: findProcStat(procRoot, selfPid)?.startToken ?? '',
  };

  return {
    self,
    user: userNames.toName(uid),
    isPrivileged: uid === 0,
    seesAll: parseSeesAll(
      readSmallText(`${procRoot}/${selfPid}/status`),
      readSmallText(`${procRoot}/${selfPid}/uid_map`),
    ),

    async readContext(identity) {
      const stat = findProcStat(procRoot, identity.pid);
      if (stat?.startToken !== identity.startToken) return undefined;
      return {
        unit: readUnit(stat),
        watcher: await readWatcher(stat, { procRoot, toOwner: createFacts() }),
        containerId: readContainerId(stat.pid),
        isKernelThread: stat.isKernelThread,
        leadsTerminalSession: stat.isSessionLeader && stat.hasTerminal,
      };
    },

    readContainerId: ({ pid }) => readContainerId(pid),

    isAlive(identity) {
      const look = readProcStat(procRoot, identity.pid);
      if (look.kind !== 'read') return look.kind === 'forbidden';
      return look.value.startToken === identity.startToken && !isDead(look.value);
    },

    readIdentity(pid) {
      const stat = findProcStat(procRoot, pid);
      return stat === undefined || isDead(stat) ? undefined : { pid, startToken: stat.startToken };
    },

    readCondition({ pid, startToken }) {
      const look = readProcStat(procRoot, pid);
      /** Whoever may not see a process knows only that one is there. */
      if (look.kind === 'forbidden') return { state: 'alive', ignoresTerm: false };
      if (look.kind === 'vanished' || look.value.startToken !== startToken) {
        return { state: 'gone', ignoresTerm: false };
      }
      const status = readSmallText(`${procRoot}/${pid}/status`);
      const state = toState(look.value.state);
      const tracer = state === 'traced' ? readName(parseTracer(status)) : undefined;
      return {
        state,
        ignoresTerm: parseIgnoresTerm(status),
        ...(tracer !== undefined && { tracer }),
      };
    },

    listDescendants(identities) {
      const toOwner = createFacts();
      return listDescendants(procRoot, identities).map((stat) => toOwner(stat));
    },

    readAncestors() {
      const stat = findProcStat(procRoot, selfPid);
      return stat === undefined
        ? []
        : [...walkAbove(procRoot, stat)].map(({ pid, startToken }) => ({ pid, startToken }));
    },
  };
}
