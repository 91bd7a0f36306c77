import type { Owner } from '../../../shared/listener.ts';
import { toIdentity } from '../posix/process-token.ts';
import type { PsProcess } from '../posix/parse-ps.ts';
import type { PsTable } from '../posix/read-ps.ts';
import { redactCommand } from '../programs/redact-command.ts';
import { runTool } from '../run-tool.ts';
import { toVisibleText } from '../visible-text.ts';
import { findProject } from './find-project.ts';
import { parseFiles, type ProcessFiles } from './parse-files.ts';

export interface ProcessFacts {
  /** The facts of these processes, of which only folder and program are remembered. */
  read(pids: readonly number[], processes: PsTable): Promise<ReadonlyMap<number, Owner>>;
  /** The facts that ps alone tells. */
  toOwner(process: PsProcess): Owner;
  forget(): void;
}

interface ProcessFactsOptions {
  readonly lsof: string;
  readonly homeFolder: string;
  readonly monotonicMs?: () => number;
  /** Our own account, whose name ps may cut. */
  readonly self: { readonly uid: number; readonly user: string };
}

interface Place extends ProcessFiles {
  readonly project?: string;
}

interface Entry {
  readonly startToken: string;
  readonly place: Place;
  readonly readAtMs: number;
}

/** Folder and program, one field a line, without calls that can hang on a dead mount. */
const FLAGS = ['-b', '-w', '-nP', '-a', '-d', 'cwd,txt', '-F', 'pfn'];
const DEADLINE_MS = 5_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
/** A program may go to another folder. */
const KEEP_MS = 60_000;

/** Creates what puts the facts of processes together, from ps and lsof. */
export function createProcessFacts(options: ProcessFactsOptions): ProcessFacts {
  const { lsof, homeFolder, monotonicMs = () => performance.now(), self } = options;
  const entries = new Map<number, Entry>();

  function toOwner(process: PsProcess): Owner {
    const entry = entries.get(process.pid);
    const identity = toIdentity(process);
    const { executable, cwd, project } =
      entry?.startToken === identity.startToken ? entry.place : {};
    return {
      identity,
      name: toVisibleText(process.name),
      command: redactCommand(process.command === '' ? [] : process.command.split(' ')),
      ...(executable !== undefined && { executable }),
      ...(cwd !== undefined && { cwd }),
      ...(project !== undefined && { project }),
      startedAt: new Date(process.startedAtSeconds * 1000).toISOString(),
      user: toVisibleText(process.uid === self.uid ? self.user : process.user),
      parentPid: process.parentPid,
    };
  }

  /** Whether the place of a process has to be asked for. */
  function isStale({ pid, startToken }: Owner['identity']): boolean {
    const entry = entries.get(pid);
    return entry?.startToken !== startToken || monotonicMs() - entry.readAtMs > KEEP_MS;
  }

  async function readPlaces(identities: readonly Owner['identity'][]): Promise<void> {
    if (identities.length === 0) return;
    const result = await runTool({
      tool: lsof,
      args: [...FLAGS, '-p', identities.map(({ pid }) => pid).join(',')],
      deadlineMs: DEADLINE_MS,
      maxOutputBytes: MAX_OUTPUT_BYTES,
    });
    const found = result.kind === 'ended' ? parseFiles(result.stdout) : new Map<number, Place>();
    const readAtMs = monotonicMs();
    for (const { pid, startToken } of identities) {
      const files = found.get(pid) ?? {};
      const { cwd } = files;
      const project = cwd === undefined ? undefined : await findProject(cwd, homeFolder);
      const place = { ...files, ...(project !== undefined && { project }) };
      entries.set(pid, { startToken, place, readAtMs });
    }
  }

  return {
    async read(pids, processes) {
      const known = pids.flatMap((pid) => processes.get(pid) ?? []);
      const asked = new Set(pids);
      for (const pid of entries.keys()) if (!asked.has(pid)) entries.delete(pid);
      await readPlaces(known.map(toIdentity).filter(isStale));
      return new Map(known.map((process) => [process.pid, toOwner(process)]));
    },
    toOwner,
    forget: () => entries.clear(),
  };
}
