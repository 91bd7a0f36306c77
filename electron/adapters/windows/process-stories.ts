import type { ProcessStories } from '../../core/host-processes.ts';
import { toVisibleText } from '../visible-text.ts';
import type { Owner } from '../../../shared/listener.ts';
import type { ProcessStory } from '../../../shared/why.ts';
import { toOrigin } from '../programs/find-starter.ts';
import type { NativeParts } from './native-parts.ts';
import type { ProcessRow } from './parse-process-table.ts';
import { findService } from './process-service.ts';
import { findRow, listAbove, type ProcessTable } from './process-table.ts';

/** Tells where a process comes from: what started it, and the service that it belongs to. */
export function createWindowsProcessStories(
  loading: Promise<NativeParts | undefined>,
): ProcessStories {
  return {
    async read(identity) {
      const parts = await loading;
      const table = parts?.readProcesses();
      const row = table && findRow(table, identity);
      return parts === undefined || table === undefined || row === undefined
        ? undefined
        : toStory(table, row, parts);
    },
  };
}

function toStory(table: ProcessTable, row: ProcessRow, parts: NativeParts): ProcessStory {
  const { ancestors, startedBy } = toOrigin(readAbove(table, row, parts));
  const service = findService(table, row, parts.services.listRunning());
  return {
    ancestors,
    ...(service !== undefined && {
      unit: { name: toVisibleText(service.name), isUserUnit: false, manager: 'windows' as const },
    }),
    startedBy,
  };
}

/** The processes above it, nearest first. */
function* readAbove(
  table: ProcessTable,
  row: ProcessRow,
  { facts }: NativeParts,
): Generator<Owner> {
  for (const parent of listAbove(table, row)) yield facts.toOwner(parent);
}
