import { decodeOutput } from './decode-output.ts';
import { parseCim, type CimProcess } from './parse-cim.ts';
import type { RunSystemTool } from './run-system-tool.ts';

/** Asks WMI about processes, all of them in one question, since a question takes half a second. */
export type AskCim = (pids: readonly number[]) => Promise<readonly CimProcess[] | undefined>;

export const POWERSHELL = 'System32\\WindowsPowerShell\\v1.0\\powershell.exe';
const DEADLINE_MS = 15_000;
/** A command line of Windows holds 32,767 characters; a pid and its words take about 30. */
const PIDS_MAX = 400;

export function createCim(run: RunSystemTool): AskCim {
  return async (pids) => {
    const asked = pids.filter((pid) => Number.isSafeInteger(pid) && pid >= 0).slice(0, PIDS_MAX);
    if (asked.length === 0) return [];
    const result = await run({
      tool: POWERSHELL,
      args: toPowerShellArguments(toQuery(asked)),
      deadlineMs: DEADLINE_MS,
    });
    if (result.kind !== 'ended' || result.exitCode !== 0) return undefined;
    return parseCim(decodeOutput(result.stdout));
  };
}

/** The script as Windows wants it where quotes and other languages must come through unharmed. */
export function toPowerShellArguments(script: string): readonly string[] {
  const encoded = Buffer.from(script, 'utf16le').toString('base64');
  return ['-NoProfile', '-NonInteractive', '-EncodedCommand', encoded];
}

/** Nothing but digits is put into it. */
function toQuery(pids: readonly number[]): string {
  const filter = pids.map((pid) => `ProcessId=${pid}`).join(' OR ');
  return `
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
$processes = @(Get-CimInstance -ClassName Win32_Process -Filter '${filter}' | ForEach-Object {
  [pscustomobject]@{
    pid = [int64]$_.ProcessId
    parent = [int64]$_.ParentProcessId
    created = if ($_.CreationDate) { [string]$_.CreationDate.ToFileTimeUtc() } else { '0' }
    name = [string]$_.Name
    path = $_.ExecutablePath
    command = $_.CommandLine
  }
})
ConvertTo-Json -Compress -Depth 3 -InputObject ([pscustomobject]@{ processes = $processes })
`;
}
