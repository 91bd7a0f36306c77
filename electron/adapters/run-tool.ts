import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { readErrorCode } from './errno.ts';

export type ToolResult =
  | {
      readonly kind: 'ended';
      readonly exitCode: number;
      /** Bytes that are no UTF-8 become U+FFFD. */
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly kind: 'not-installed' | 'timed-out' | 'too-much-output' }
  /** The system's code, e.g. `EACCES`, or the signal that ended the tool. */
  | { readonly kind: 'failed'; readonly detail: string };

export interface ToolCall {
  /** An absolute path, or a name that is looked up in the system's own folders only. */
  readonly tool: string;
  readonly args: readonly string[];
  readonly deadlineMs: number;
  /** Of both outputs together. */
  readonly maxOutputBytes?: number;
  /** All that the tool gets to see of the environment, besides a plain locale and path. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Where only the system's administrator can put programs; the last two are NixOS's. */
const FOLDERS: readonly string[] = [
  '/usr/bin',
  '/bin',
  '/usr/sbin',
  '/sbin',
  '/run/wrappers/bin',
  '/run/current-system/sw/bin',
];
const MAX_OUTPUT_BYTES = 1024 * 1024;
/** How long an output may stay open that somebody else has inherited. */
const DRAIN_MS = 1_000;

/**
 * Runs a tool without a shell, a terminal or our environment, and resolves at the deadline at the
 * latest. Whatever it started in its process group ends with it.
 */
export async function runTool(call: ToolCall): Promise<ToolResult> {
  const found = await findTool(call.tool);
  return found.kind === 'found' ? run(found.path, call) : found;
}

type FoundTool = { readonly kind: 'found'; readonly path: string } | ToolResult;

async function findTool(tool: string): Promise<FoundTool> {
  const paths = isAbsolute(tool) ? [tool] : FOLDERS.map((folder) => join(folder, tool));
  let refusal: ToolResult = { kind: 'not-installed' };
  for (const path of paths) {
    try {
      if (!(await stat(path)).isFile()) continue;
      await access(path, constants.X_OK);
      return { kind: 'found', path };
    } catch (error) {
      const code = readErrorCode(error);
      if (code === undefined) throw error;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') refusal = { kind: 'failed', detail: code };
    }
  }
  return refusal;
}

function run(path: string, call: ToolCall): Promise<ToolResult> {
  const { deadlineMs, maxOutputBytes = MAX_OUTPUT_BYTES } = call;
  return new Promise((resolve) => {
    const child = start(path, call);
    if (typeof child === 'string') {
      resolve({ kind: 'failed', detail: child });
      return;
    }
    const outputs: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
    let length = 0;
    let drain: NodeJS.Timeout | undefined;
    const finish = (result: ToolResult): void => {
      clearTimeout(deadline);
      clearTimeout(drain);
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(result);
    };
    const giveUp = (kind: 'timed-out' | 'too-much-output'): void => {
      /** Once it has exited, its group was ended already, and its id may be another's. */
      if (child.exitCode === null && child.signalCode === null) endGroup(child);
      finish({ kind });
    };
    const toEnded = (): ToolResult =>
      child.exitCode === null
        ? { kind: 'failed', detail: child.signalCode ?? 'unknown' }
        : {
            kind: 'ended',
            exitCode: child.exitCode,
            stdout: Buffer.concat(outputs.stdout).toString('utf8'),
            stderr: Buffer.concat(outputs.stderr).toString('utf8'),
          };
    const deadline = setTimeout(() => giveUp('timed-out'), deadlineMs);
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > maxOutputBytes) giveUp('too-much-output');
        else outputs[name].push(chunk);
      });
    }
    child.once('error', (error) =>
      finish({ kind: 'failed', detail: readErrorCode(error) ?? 'unknown' }),
    );
    child.once('exit', () => {
      endGroup(child);
      drain = setTimeout(() => finish(toEnded()), DRAIN_MS);
    });
    child.once('close', () => finish(toEnded()));
  });
}

/** The tool as the leader of a process group of its own, or the code of why it did not start. */
function start(path: string, { args, env = {} }: ToolCall): ChildProcess | string {
  try {
    return spawn(path, args, {
      cwd: '/',
      detached: true,
      env: { ...env, LC_ALL: 'C', PATH: FOLDERS.join(':') },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
  } catch (error) {
    const code = readErrorCode(error);
    if (code === undefined) throw error;
    return code;
  }
}

/** Ends all that is in the group that the tool was started to lead. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    /** Nobody is left, or it runs with more rights than ours by now. */
    const code = readErrorCode(error);
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
