import type { ElevatedResult, Elevation } from '../../../core/host-processes.ts';
import { ASK_DEADLINE_MS, HELPER_EXIT } from '../../elevation-terms.ts';
import { runTool, type ToolResult } from '../../run-tool.ts';
import { toHelperCommand } from './elevated-helper.ts';

interface PkexecElevationOptions {
  /** An absolute path, or a name that is looked up in the system's folders. */
  readonly pkexec?: string;
  readonly deadlineMs?: number;
}

/** Asks by way of polkit, whose agent on the desktop shows the question. */
export function createPkexecElevation(options: PkexecElevationOptions = {}): Elevation {
  const { pkexec = 'pkexec', deadlineMs = ASK_DEADLINE_MS } = options;
  return {
    async signal(target, sockets, means) {
      const command = toHelperCommand(target, sockets, means);
      if (command === undefined) return 'changed';
      /** Its own agent would ask in a terminal, and there is none. */
      const args = ['--disable-internal-agent', ...command];
      return toElevatedResult(await runTool({ tool: pkexec, args, deadlineMs }));
    },
  };
}

/*
 * The helper's codes, or those of pkexec(1): 126 when the question was closed, 127 for all else
 * that kept it from running. Its words are English under LC_ALL=C:
 *
 * Error executing command as another user: No authentication agent found.
 * Error executing command as another user: Not authorized
 * Error getting authority: Error initializing authority: Could not connect: No such file or directory
 */
function toElevatedResult(result: ToolResult): ElevatedResult {
  if (result.kind === 'not-installed') return 'not-installed';
  if (result.kind !== 'ended') return 'failed';
  const { exitCode, stderr } = result;
  switch (exitCode) {
    case HELPER_EXIT.sent:
      return 'sent';
    case HELPER_EXIT.changed:
      return 'changed';
    case HELPER_EXIT.gone:
      return 'gone';
    case 126:
      return 'dismissed';
    case 127:
      if (/No authentication agent found|Error getting authority/.test(stderr)) return 'no-agent';
      return /Not authorized/.test(stderr) ? 'not-authorised' : 'failed';
    default:
      return 'failed';
  }
}
