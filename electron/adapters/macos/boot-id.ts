import { runToolNow } from '../run-tool-now.ts';
import { SYSCTL } from './port-limits.ts';

/*
 * sysctl -n kern.bootsessionuuid
 *
 * 5F4AFD40-9CEE-4B17-9B4D-6DA2B2A91C5F
 */

/** How long everything else may be kept waiting. */
const DEADLINE_MS = 2_000;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What macOS calls its present start; undefined where it does not tell. `sysctl` is absolute. */
export function readMacosBootId(sysctl = SYSCTL): string | undefined {
  const args = ['-n', 'kern.bootsessionuuid'];
  const result = runToolNow({ tool: sysctl, args, deadlineMs: DEADLINE_MS });
  const told = result.kind === 'ended' && result.exitCode === 0 ? result.stdout.trim() : '';
  return UUID.test(told) ? told : undefined;
}
