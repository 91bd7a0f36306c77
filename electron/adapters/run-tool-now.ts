import { spawnSync } from 'node:child_process';
import { readErrorCode } from './errno.ts';
import type { ToolCall, ToolResult } from './run-tool.ts';

const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

/**
 * Runs a tool while everything else waits, for what must lie back to back with a signal. Only for
 * tools that answer in milliseconds; `tool` is an absolute path.
 */
export function runToolNow(call: ToolCall): ToolResult {
  const { tool, args, deadlineMs, env = {}, maxOutputBytes = MAX_OUTPUT_BYTES } = call;
  const { error, status, signal, stdout, stderr } = spawnSync(tool, args, {
    cwd: '/',
    encoding: 'utf8',
    env: { ...env, LC_ALL: 'C', PATH: '/usr/bin:/bin:/usr/sbin:/sbin' },
    killSignal: 'SIGKILL',
    maxBuffer: maxOutputBytes,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: deadlineMs,
    windowsHide: true,
  });
  if (status !== null && error === undefined) {
    return { kind: 'ended', exitCode: status, stdout, stderr };
  }
  switch (readErrorCode(error)) {
    case 'ENOENT':
      return { kind: 'not-installed' };
    case 'ETIMEDOUT':
      return { kind: 'timed-out' };
    case 'ENOBUFS':
      return { kind: 'too-much-output' };
    case undefined:
      return { kind: 'failed', detail: signal ?? 'unknown' };
    default:
      return { kind: 'failed', detail: readErrorCode(error) ?? 'unknown' };
  }
}
