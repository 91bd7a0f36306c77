import type { ProcessCondition, Processes } from '../../core/host-processes.ts';
import { toWatcherName } from '../programs/find-watcher.ts';
import { toVisibleText } from '../visible-text.ts';
import type { ProcessIdentity } from '../../../shared/listener.ts';
import type { Unit, Watcher } from '../../../shared/supervision.ts';
import { splitCommandLine } from './command-line.ts';
import type { NativeParts } from './native-parts.ts';
import type { ProcessRow } from './parse-process-table.ts';
import { findService } from './process-service.ts';
import { findRow, listAbove, listBelow, type ProcessTable } from './process-table.ts';
import { listWindows } from './process-windows.ts';

const GONE: ProcessCondition = { state: 'gone', ignoresTerm: false };
/** How many above a process may be a watcher of it: npm, a shell, npm again. */
const WATCHER_DEPTH_MAX = 8;
const EMPTY: ProcessTable = new Map();

/** Looks at single processes. What cannot be read without native code is not known. */
export function createWindowsProcesses(
  getParts: () => NativeParts | undefined,
  user: string,
): Processes {
  const readTable = (): ProcessTable => getParts()?.readProcesses() ?? EMPTY;

  function readUnit(table: ProcessTable, row: ProcessRow): Unit | undefined {
    const service = findService(table, row, getParts()?.services.listRunning() ?? new Map());
    return service && { name: toVisibleText(service.name), isUserUnit: false, manager: 'windows' };
  }

  function readWatcher(table: ProcessTable, row: ProcessRow): Watcher | undefined {
    const parts = getParts();
    for (const parent of listAbove(table, row).slice(0, WATCHER_DEPTH_MAX)) {
      const name = toWatcherName(splitCommandLine(parts?.readCommandLine(parent) ?? ''));
      if (name !== undefined && parts !== undefined) {
        return { name, isShellLoop: false, process: parts.facts.toOwner(parent) };
      }
    }
    return undefined;
  }

  return {
    get self() {
      const own = readTable().get(process.pid);
      return { pid: process.pid, startToken: own?.startToken ?? '' };
    },
    user,
    get isPrivileged() {
      return getParts()?.isElevated() ?? false;
    },
    get seesAll() {
      return getParts()?.isElevated() ?? false;
    },

    readContext(identity) {
      const table = readTable();
      const row = findRow(table, identity);
      if (row === undefined) return Promise.resolve(undefined);
      return Promise.resolve({
        unit: readUnit(table, row),
        watcher: readWatcher(table, row),
        containerId: undefined,
        isKernelThread: row.pid <= 4,
        leadsTerminalSession: false,
      });
    },

    /** Whoever cannot be looked at is not known to be gone. */
    isAlive(identity) {
      const table = getParts()?.readProcesses();
      return table === undefined || findRow(table, identity) !== undefined;
    },
    readContainerId: () => undefined,

    readIdentity(pid) {
      const row = readTable().get(pid);
      return row && toIdentity(row);
    },

    readCondition(identity) {
      const parts = getParts();
      if (parts === undefined || findRow(readTable(), identity) === undefined) return GONE;
      const isForceOnly = listWindows(parts.win32, identity.pid).length === 0;
      return { state: 'alive', ignoresTerm: false, ...(isForceOnly && { isForceOnly }) };
    },

    listDescendants(identities) {
      const facts = getParts()?.facts;
      return facts === undefined
        ? []
        : listBelow(readTable(), identities).map((row) => facts.toOwner(row));
    },

    readAncestors() {
      const table = readTable();
      const own = table.get(process.pid);
      return own === undefined ? [] : listAbove(table, own).map(toIdentity);
    },
  };
}

function toIdentity({ pid, startToken }: ProcessRow): ProcessIdentity {
  return { pid, startToken };
}
