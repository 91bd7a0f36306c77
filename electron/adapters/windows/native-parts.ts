import { createAccountNames } from './account-names.ts';
import type { AskCim } from './cim.ts';
import { createCommandLineReader } from './command-line.ts';
import { findProject } from './find-project.ts';
import { openProcess, PROCESS_QUERY_LIMITED_INFORMATION } from './open-process.ts';
import type { ProcessRow } from './parse-process-table.ts';
import { createProcessFacts, type ProcessFacts } from './process-facts.ts';
import { createProcessTableReader, type ProcessTable } from './process-table.ts';
import { createServices, type Services } from './services.ts';
import { createSocketTables, type SocketTables } from './socket-tables.ts';
import type { Win32 } from './win32.ts';
import { createWorkingFolderReader } from './working-folder.ts';

/** All that the system's own functions are used for, made once. */
export interface NativeParts {
  readonly win32: Win32;
  readonly tables: SocketTables;
  readonly readProcesses: () => ProcessTable | undefined;
  readonly facts: ProcessFacts;
  readonly services: Services;
  /** As the process was started, nothing masked; undefined where it does not tell. */
  readCommandLine(row: ProcessRow): string | undefined;
  /** Whether we have an administrator's rights in force. */
  isElevated(): boolean;
}

const CURRENT_PROCESS = -1;

/** GetDriveType of a disk of this machine. */
const DRIVE_FIXED = 3;

export function createNativeParts(win32: Win32, askCim: AskCim, homeFolder: string): NativeParts {
  const accounts = createAccountNames(win32);
  const readCommandLine = createCommandLineReader(win32);
  let isElevated: boolean | undefined;
  return {
    win32,
    tables: createSocketTables(win32),
    readProcesses: createProcessTableReader(win32),
    facts: createProcessFacts({
      win32,
      accounts,
      readCommandLine,
      askCim,
      readFolder: createWorkingFolderReader(win32),
      findProject: (folder) =>
        findProject(folder, {
          homeFolder,
          isLocalDrive: (root) => win32.getDriveType(root) === DRIVE_FIXED,
        }),
    }),
    services: createServices(win32),
    readCommandLine(row) {
      const opened = openProcess(win32, row.pid, PROCESS_QUERY_LIMITED_INFORMATION);
      if (opened === undefined) return undefined;
      try {
        return opened.readStartToken() === row.startToken
          ? readCommandLine(opened.handle)
          : undefined;
      } finally {
        opened.close();
      }
    },
    isElevated: () => (isElevated ??= accounts.isElevated(CURRENT_PROCESS)),
  };
}
