import type { Owner } from '../../../shared/listener.ts';
import { HELPER_EXIT as SHARED_EXIT } from '../elevation-terms.ts';
import { isEndable } from './terminator.ts';
import { parseSocketName } from './parse-socket-name.ts';

/*
 * What runs with an administrator's rights: a script for the system's own PowerShell, into which
 * nothing but digits is put. The question of Windows may have been open for minutes, so it opens
 * the process first, looks whether that one began when it should, and whether the process still
 * listens on the port, and ends it through the handle that it has had since.
 */

/** What the helper ends with, or what asks for it where the person closed the question. */
export const HELPER_EXIT = { ...SHARED_EXIT, dismissed: 6 } as const;

/** The helper for one process; undefined for what no process of another's can be. */
export function toHelperScript(
  { identity: { pid, startToken } }: Pick<Owner, 'identity'>,
  sockets: readonly string[],
): string | undefined {
  if (!isEndable(pid) || !/^[1-9]\d{0,19}$/.test(startToken) || sockets.length === 0) {
    return undefined;
  }
  const held = sockets.map(parseSocketName);
  if (held.includes(undefined)) return undefined;
  const questions = held.flatMap((socket) => {
    if (socket === undefined) return [];
    return socket.protocol === 'tcp'
      ? `Get-NetTCPConnection -State Listen -LocalPort ${socket.port} -OwningProcess ${pid}`
      : `Get-NetUDPEndpoint -LocalPort ${socket.port} -OwningProcess ${pid}`;
  });
  return `
$ErrorActionPreference = 'SilentlyContinue'
try { $process = [Diagnostics.Process]::GetProcessById(${pid}) } catch { exit ${HELPER_EXIT.gone} }
$handle = $process.Handle
if (-not $handle) { exit ${HELPER_EXIT.failed} }
$start = [Math]::Floor([decimal]$process.StartTime.ToFileTimeUtc() / 10)
if ($start -ne [decimal]${startToken}) { exit ${HELPER_EXIT.changed} }
if ($process.HasExited) { exit ${HELPER_EXIT.gone} }
$held = @(${[...new Set(questions)].join('; ')})
if ($held.Count -eq 0) { exit ${HELPER_EXIT.changed} }
try { $process.Kill() } catch { exit ${HELPER_EXIT.failed} }
exit ${HELPER_EXIT.sent}
`;
}
