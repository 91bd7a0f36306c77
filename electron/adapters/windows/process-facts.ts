import type { Owner } from '../../../shared/listener.ts';
import { toVisibleText } from '../visible-text.ts';
import { redactCommand } from '../programs/redact-command.ts';
import type { AccountNames } from './account-names.ts';
import type { AskCim } from './cim.ts';
import { splitCommandLine } from './command-line.ts';
import { openProcess, PROCESS_QUERY_LIMITED_INFORMATION } from './open-process.ts';
import { toStartedAt, type ProcessRow } from './parse-process-table.ts';
import type { Win32 } from './win32.ts';

/**
 * What is known of processes; read once for each, since nothing but its working folder changes
 * while it lives.
 */
export interface ProcessFacts {
  toOwner(row: ProcessRow): Owner;
  /**
   * Asks WMI, once and together, about those of whom too little could be read; the answers are in
   * the owners from then on. Says whether anything came of it.
   */
  askForMissing(rows: readonly ProcessRow[]): Promise<'changed' | 'same'>;
  /** Drops what is known of processes that are not among these. */
  keepOnly(rows: readonly ProcessRow[]): void;
}

export interface ProcessFactsOptions {
  readonly win32: Win32;
  readonly accounts: AccountNames;
  readonly readCommandLine: (process: number) => string | undefined;
  readonly askCim: AskCim;
  readonly readFolder: (row: ProcessRow) => string | undefined;
  readonly findProject: (folder: string) => string | undefined;
  readonly monotonicMs?: () => number;
}

/** The kernel, which holds ports for its own services: file sharing and http.sys. */
export const SYSTEM_PID = 4;
const SYSTEM_ACCOUNT = 'SYSTEM';
/** Who asks is told so too where the account cannot be seen. */
const UNKNOWN_ACCOUNT = '?';

/** A program may go to another folder. */
const KEEP_FOLDER_MS = 60_000;

/** Where a process works. */
interface Place {
  readonly cwd?: string;
  readonly project?: string;
}

interface Entry {
  owner: Owner;
  folderReadAtMs: number;
  /** Neither its path nor its command line could be read, and nobody else was asked yet. */
  isMissing: boolean;
}

export function createProcessFacts(options: ProcessFactsOptions): ProcessFacts {
  const { win32, accounts, readCommandLine, askCim, readFolder, findProject } = options;
  const { monotonicMs = () => performance.now() } = options;
  const entries = new Map<string, Entry>();

  function read(row: ProcessRow): Entry {
    const opened = openProcess(win32, row.pid, PROCESS_QUERY_LIMITED_INFORMATION);
    try {
      /** Between the table and this look the pid may have become another's. */
      const isSame = opened?.readStartToken() === row.startToken;
      const executable = isSame ? opened.readExecutable() : undefined;
      const command = isSame ? readCommandLine(opened.handle) : undefined;
      const account = isSame ? accounts.readAccount(opened.handle) : undefined;
      const owner = toOwner(row, account, { executable, command, ...readPlace(row) });
      const isMissing = command === undefined && row.pid !== SYSTEM_PID;
      return { owner, folderReadAtMs: monotonicMs(), isMissing };
    } finally {
      opened?.close();
    }
  }

  function readPlace(row: ProcessRow): Place {
    const cwd = readFolder(row);
    const project = cwd === undefined ? undefined : findProject(cwd);
    return {
      ...(cwd !== undefined && { cwd }),
      ...(project !== undefined && { project }),
    };
  }

  /** The very same owner where it is still in the same folder. */
  function renewPlace(entry: Entry, row: ProcessRow): void {
    if (monotonicMs() - entry.folderReadAtMs < KEEP_FOLDER_MS) return;
    entry.folderReadAtMs = monotonicMs();
    const place = readPlace(row);
    const { cwd, project, ...rest } = entry.owner;
    if (cwd !== place.cwd || project !== place.project) entry.owner = { ...rest, ...place };
  }

  function find(row: ProcessRow): Entry {
    const key = toKey(row);
    const known = entries.get(key);
    if (known !== undefined) {
      renewPlace(known, row);
      return known;
    }
    const entry = read(row);
    entries.set(key, entry);
    return entry;
  }

  return {
    toOwner: (row) => find(row).owner,

    async askForMissing(rows) {
      const missing = rows.filter((row) => find(row).isMissing);
      if (missing.length === 0) return 'same';
      for (const row of missing) find(row).isMissing = false;
      const told = (await askCim(missing.map(({ pid }) => pid))) ?? [];
      let result: 'changed' | 'same' = 'same';
      for (const row of missing) {
        const found = told.find(({ pid, startToken }) => toKey({ pid, startToken }) === toKey(row));
        const entry = entries.get(toKey(row));
        if (found?.command === undefined || entry === undefined) continue;
        const { user, executable = found.executable, cwd, project } = entry.owner;
        const place = {
          ...(cwd !== undefined && { cwd }),
          ...(project !== undefined && { project }),
        };
        entry.owner = toOwner(row, user, { executable, command: found.command, ...place });
        result = 'changed';
      }
      return result;
    },

    keepOnly(rows) {
      const living = new Set(rows.map(toKey));
      for (const key of entries.keys()) if (!living.has(key)) entries.delete(key);
    },
  };
}

/** An owner by what the system says of a process; shared by every source of it. */
export function toOwner(
  row: ProcessRow,
  account: string | undefined,
  facts: Place & {
    readonly executable: string | undefined;
    readonly command: string | undefined;
  },
): Owner {
  const { executable, command, cwd, project } = facts;
  const startedAt = toStartedAt(row.startToken);
  return {
    identity: { pid: row.pid, startToken: row.startToken },
    name: toVisibleText(row.name),
    command: command === undefined ? '' : redactCommand(splitCommandLine(command)),
    ...(executable !== undefined && { executable }),
    ...(cwd !== undefined && { cwd: toVisibleText(cwd) }),
    ...(project !== undefined && { project: toVisibleText(project) }),
    ...(startedAt !== undefined && { startedAt }),
    user: account ?? (row.pid === SYSTEM_PID ? SYSTEM_ACCOUNT : UNKNOWN_ACCOUNT),
    parentPid: row.parentPid,
  };
}

const toKey = ({ pid, startToken }: Pick<ProcessRow, 'pid' | 'startToken'>): string =>
  `${pid}|${startToken}`;
