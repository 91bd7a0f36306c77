import type { ElevatedResult, Elevation } from '../../core/host-processes.ts';
import { ASK_DEADLINE_MS } from '../elevation-terms.ts';
import { POWERSHELL, toPowerShellArguments } from './cim.ts';
import { HELPER_EXIT, toHelperScript } from './elevated-helper.ts';
import type { RunSystemTool, SystemToolResult } from './run-system-tool.ts';

/** Asks by way of Windows itself (UAC), for this one process and nothing else. */
export function createUacElevation(run: RunSystemTool): Elevation {
  return {
    async signal(target, sockets) {
      const helper = toHelperScript(target, sockets);
      if (helper === undefined) return 'changed';
      return toElevatedResult(await runElevated(run, POWERSHELL, toPowerShellArguments(helper)));
    },
  };
}

/**
 * Runs a tool below the folder of Windows with an administrator's rights, and gives what it ended
 * with. The arguments must be free of blanks and quotes.
 */
export function runElevated(
  run: RunSystemTool,
  tool: string,
  args: readonly string[],
): Promise<SystemToolResult> {
  const list = args.map((argument) => `'${argument}'`).join(',');
  /** 1223 is what Windows says when the person closed the question. */
  const script = `
$ErrorActionPreference = 'Stop'
try {
  $started = Start-Process -Verb RunAs -WindowStyle Hidden -Wait -PassThru -FilePath (Join-Path $env:SystemRoot '${tool}') -ArgumentList ${list}
  exit $started.ExitCode
} catch {
  $cause = $_.Exception
  while ($cause) {
    if ($cause.NativeErrorCode -eq 1223) { exit ${HELPER_EXIT.dismissed} }
    $cause = $cause.InnerException
  }
  exit ${HELPER_EXIT.failed}
}
`;
  return run({
    tool: POWERSHELL,
    args: toPowerShellArguments(script),
    deadlineMs: ASK_DEADLINE_MS,
  });
}

function toElevatedResult(result: SystemToolResult): ElevatedResult {
  if (result.kind === 'not-installed') return 'no-agent';
  if (result.kind !== 'ended') return 'failed';
  switch (result.exitCode) {
    case HELPER_EXIT.sent:
      return 'sent';
    case HELPER_EXIT.changed:
      return 'changed';
    case HELPER_EXIT.gone:
      return 'gone';
    case HELPER_EXIT.dismissed:
      return 'dismissed';
    default:
      return 'failed';
  }
}
