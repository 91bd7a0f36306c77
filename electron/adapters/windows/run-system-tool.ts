import { execFile } from 'node:child_process';
import { join } from 'node:path';

export type SystemToolResult =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly stdout: Uint8Array }
  | { readonly kind: 'not-installed' | 'timed-out' | 'too-much-output' }
  /** The system's code, e.g. `EACCES`. */
  | { readonly kind: 'failed'; readonly detail: string };

export interface SystemToolCall {
  /** A path below the folder of Windows, e.g. `System32\\netstat.exe`. */
  readonly tool: string;
  readonly args: readonly string[];
  /** What the tool reads on its standard input. */
  readonly input?: string;
  readonly deadlineMs: number;
  readonly maxOutputBytes?: number;
}

/** Runs a tool of the system; never rejects. */
export type RunSystemTool = (call: SystemToolCall) => Promise<SystemToolResult>;

const MAX_OUTPUT_BYTES = 8 * 1024 * 1024;
/** How long a tool that was ended may take to close what it had open. */
const DRAIN_MS = 1_000;
/** What programs of Windows need to start at all; nothing else of ours is theirs to know. */
const PASSED_ON = ['SystemRoot', 'SystemDrive', 'windir', 'TEMP', 'TMP', 'PATHEXT'] as const;

/**
 * Creates the runner of tools below this folder (`C:\\Windows`): by their whole path, so that
 * nobody can put another program in the way, without a shell or a window, and with a deadline at
 * which the tool is ended and with it whatever it started.
 */
export function createSystemTools(
  systemRoot: string,
  env: Readonly<Record<string, string | undefined>>,
): RunSystemTool {
  const passed = PASSED_ON.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const options = {
    cwd: join(systemRoot, 'System32'),
    env: Object.fromEntries(passed),
    encoding: 'buffer',
    windowsHide: true,
  } as const;

  return ({ tool, args, input, deadlineMs, maxOutputBytes = MAX_OUTPUT_BYTES }) =>
    new Promise((resolve) => {
      let isOver = false;
      const finish = (result: SystemToolResult): void => {
        if (isOver) return;
        isOver = true;
        clearTimeout(deadline);
        resolve(result);
      };
      const child = execFile(
        join(systemRoot, tool),
        [...args],
        { ...options, maxBuffer: maxOutputBytes },
        (error, stdout) => {
          if (error === null) return finish({ kind: 'ended', exitCode: 0, stdout });
          if (typeof error.code === 'number') {
            return finish({ kind: 'ended', exitCode: error.code, stdout });
          }
          const detail = error.code ?? error.signal ?? 'unknown';
          if (detail === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
            return finish({ kind: 'too-much-output' });
          }
          return finish(
            detail === 'ENOENT' ? { kind: 'not-installed' } : { kind: 'failed', detail },
          );
        },
      );
      // A tool may end before it has read all.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input);
      const deadline = setTimeout(() => {
        endTree(child.pid, systemRoot, options.env);
        child.kill();
        setTimeout(() => {
          child.stdout?.destroy();
          child.stderr?.destroy();
        }, DRAIN_MS).unref();
        finish({ kind: 'timed-out' });
      }, deadlineMs);
    });
}

/** Ends a tool that we started and that still runs, with what it started. */
function endTree(pid: number | undefined, systemRoot: string, env: NodeJS.ProcessEnv): void {
  if (pid === undefined) return;
  const taskkill = join(systemRoot, 'System32', 'taskkill.exe');
  const ending = execFile(
    taskkill,
    ['/T', '/F', '/PID', String(pid)],
    { env, windowsHide: true, timeout: 10_000 },
    /** It may be missing or refused; the tool itself is ended by its handle besides. */
    () => undefined,
  );
  ending.unref();
}
