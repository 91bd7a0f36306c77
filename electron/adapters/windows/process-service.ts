import { listAbove, type ProcessTable } from './process-table.ts';
import type { ProcessRow } from './parse-process-table.ts';
import type { RunningService } from './parse-services.ts';

/**
 * Services in which run things that others started, as logins and jobs: to stop them would end all
 * of those. svchost starts much that is no part of its services.
 */
const HOSTING = /^(?:svchost|services|sshd|wmiprvse|taskhostw|gitlab-runner|runner\..+)\.exe$/i;

/**
 * The service that a process is, or was started by; undefined where several share the process,
 * since then none of them can be said to hold a port.
 */
export function findService(
  table: ProcessTable,
  row: ProcessRow,
  running: ReadonlyMap<number, readonly RunningService[]>,
): RunningService | undefined {
  const own = running.get(row.pid);
  if (own !== undefined) return own.length === 1 ? own[0] : undefined;
  for (const parent of listAbove(table, row)) {
    if (HOSTING.test(parent.name)) return undefined;
    const services = running.get(parent.pid);
    if (services !== undefined) return services.length === 1 ? services[0] : undefined;
  }
  return undefined;
}
