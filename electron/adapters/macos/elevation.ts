import type { ElevatedResult, Elevation } from '../../core/host-processes.ts';
import { ASK_DEADLINE_MS, HELPER_EXIT } from '../elevation-terms.ts';
import { runTool, type ToolResult } from '../run-tool.ts';
import { toHelperCommand, toShellLine } from './elevated-helper.ts';

interface OsascriptElevationOptions {
  /** An absolute path. */
  readonly osascript?: string;
  readonly deadlineMs?: number;
}

/** Where macOS has it. */
const OSASCRIPT = '/usr/bin/osascript';
/** The command comes as an argument, so nothing of it is ever part of a script's text. */
const SCRIPT = [
  'on run arguments',
  'do shell script (item 1 of arguments) with administrator privileges',
  'end run',
];

/** Asks by way of osascript, for which macOS itself shows the question. */
export function createOsascriptElevation(options: OsascriptElevationOptions = {}): Elevation {
  const { osascript = OSASCRIPT, deadlineMs = ASK_DEADLINE_MS } = options;
  return {
    async signal(target, sockets, means) {
      const command = toHelperCommand(target, sockets, means);
      if (command === undefined) return 'changed';
      const lines = SCRIPT.flatMap((line) => ['-e', line]);
      const args = [...lines, toShellLine(command)];
      return toElevatedResult(await runTool({ tool: osascript, args, deadlineMs }));
    },
  };
}

/*
 * osascript ends with 1 and a number at the end of its line: its own where it is negative, else
 * what the shell ended with. The words are in the person's language.
 *
 * 0:73: execution error: User canceled. (-128)
 * 0:73: execution error: The command exited with a non-zero status. (3)
 * 0:73: execution error: The administrator user name or password was incorrect. (-60007)
 * 0:73: execution error: No user interaction allowed. (-1713)
 */
function toElevatedResult(result: ToolResult): ElevatedResult {
  if (result.kind === 'not-installed') return 'not-installed';
  if (result.kind !== 'ended') return 'failed';
  if (result.exitCode === 0) return 'sent';
  switch (Number(/\((-?\d{1,6})\)\s*$/.exec(result.stderr)?.[1])) {
    case HELPER_EXIT.changed:
      return 'changed';
    case HELPER_EXIT.gone:
      return 'gone';
    case -128:
      return 'dismissed';
    case -60005:
    case -60007:
      return 'not-authorised';
    case -1713:
    case -10004:
      return 'no-agent';
    default:
      return 'failed';
  }
}
