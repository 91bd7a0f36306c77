import { homedir } from 'node:os';
import type { Processes } from '../../core/host-processes.ts';
import type { ProcessIdentity } from '../../../shared/listener.ts';
import { listAbove, listBelow } from '../posix/family-tree.ts';
import { isSessionLeader, isZombie, type PsProcess } from '../posix/parse-ps.ts';
import { isOfIdentity, toIdentity } from '../posix/process-token.ts';
import { createPsReader } from '../posix/read-ps.ts';
import { toWatcherName } from '../programs/find-watcher.ts';
import { LSOF } from './ask-lsof.ts';
import { findUnit, readServices } from './launchd-units.ts';
import { createProcessFacts } from './process-facts.ts';
import { readSelf, type Account } from './self.ts';

export interface MacosProcessesOptions {
  readonly ps?: string;
  readonly lsof?: string;
  readonly launchctl?: string;
  readonly self?: Account;
  readonly selfPid?: number;
  readonly homeFolder?: string;
}

/** Interpreters that macOS brings along run what people write. */
const SYSTEM_PROGRAM =
  /^\/(?:System\/(?!Library\/Frameworks\/(?:Python|Ruby|Perl)[\d.]*\.framework\/)|usr\/libexec\/|usr\/sbin\/)/;

/** Whether this file, or a command line that begins with it, is macOS's own. */
export function isSystemProgram(path: string): boolean {
  return SYSTEM_PROGRAM.test(path);
}

const STATES = { T: 'stopped', U: 'uninterruptible', D: 'uninterruptible', Z: 'zombie' } as const;

/** Looks at single processes with ps. */
export function createMacosProcesses(options: MacosProcessesOptions = {}): Processes {
  const {
    lsof = LSOF,
    self = readSelf(),
    selfPid = process.pid,
    homeFolder = homedir(),
    launchctl,
    ps,
  } = options;
  const psReader = createPsReader(ps);
  const facts = createProcessFacts({ lsof, homeFolder, self });

  /** Undefined when it is gone; `unknown` when ps did not answer. */
  function look(identity: ProcessIdentity): PsProcess | 'unknown' | undefined {
    const table = psReader.readNow([identity.pid]);
    if (table === undefined) return 'unknown';
    const process = table.get(identity.pid);
    return process !== undefined && isOfIdentity(process, identity) ? process : undefined;
  }

  const own = psReader.readNow([selfPid])?.get(selfPid);

  return {
    self: own === undefined ? { pid: selfPid, startToken: '' } : toIdentity(own),
    user: self.user,
    isPrivileged: self.uid === 0,
    seesAll: self.uid === 0,

    async readContext(identity) {
      const [table, services] = await Promise.all([psReader.read(), readServices(launchctl)]);
      const process = table?.get(identity.pid);
      if (table === undefined || process === undefined || !isOfIdentity(process, identity)) {
        return undefined;
      }
      const above = listAbove(table, process);
      const owner = (await facts.read([identity.pid], table)).get(identity.pid);
      const keeper = above
        .map((one) => ({ one, name: toWatcherName(one.command.split(' ')) }))
        .find(({ name }) => name !== undefined);
      return {
        unit: findUnit(
          services,
          [process, ...above].map(({ pid }) => pid),
          self.uid,
        ),
        watcher:
          keeper?.name === undefined
            ? undefined
            : { name: keeper.name, isShellLoop: false, process: facts.toOwner(keeper.one) },
        /** Containers run in a machine of their own here. */
        containerId: undefined,
        isKernelThread: identity.pid === 0,
        ...(isSystemProgram(owner?.executable ?? process.command) && { isSystemProgram: true }),
        leadsTerminalSession: isSessionLeader(process),
      };
    },

    readContainerId: () => undefined,

    /** Whoever cannot be looked at is not known to be gone. */
    isAlive(identity) {
      const seen = look(identity);
      return seen === 'unknown' || (seen !== undefined && !isZombie(seen));
    },

    readIdentity(pid) {
      const process = psReader.readNow([pid])?.get(pid);
      return process === undefined || isZombie(process) ? undefined : toIdentity(process);
    },

    readCondition(identity) {
      const seen = look(identity);
      if (seen === undefined) return { state: 'gone', ignoresTerm: false };
      const letter = seen === 'unknown' ? '' : seen.stat.charAt(0);
      const state = letter in STATES ? STATES[letter as keyof typeof STATES] : 'alive';
      /** Which signals a process ignores is not told here. */
      return { state, ignoresTerm: false };
    },

    listDescendants(identities) {
      const table = psReader.readNow();
      return table === undefined
        ? []
        : listBelow(table, identities).map((process) => facts.toOwner(process));
    },

    readAncestors() {
      const table = psReader.readNow();
      const process = table?.get(selfPid);
      return table === undefined || process === undefined
        ? []
        : listAbove(table, process).map(toIdentity);
    },
  };
}
