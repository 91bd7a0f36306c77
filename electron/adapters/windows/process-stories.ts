import type { ProcessStories } from '../../core/host-processes.ts';
import { toVisibleText } from '../visible-text.ts';
import type { Ancestor, ProcessStory } from '../../../shared/why.ts';
import { findStarterRule, toStarters, type KnownAncestor } from '../programs/find-starter.ts';
import { SESSION_KINDS } from '../programs/starter-rules.ts';
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
  const known = readAncestors(table, row, parts);
  const service = findService(table, row, parts.services.listRunning());
  return {
    ancestors: known.map(({ ancestor }) => ancestor),
    ...(service !== undefined && {
      unit: { name: toVisibleText(service.name), isUserUnit: false, manager: 'windows' as const },
    }),
    startedBy: toStarters(known),
  };
}

/** The processes above it, nearest first, with the rule that knows each. */
function readAncestors(
  table: ProcessTable,
  row: ProcessRow,
  { facts }: NativeParts,
): readonly KnownAncestor[] {
  const known: KnownAncestor[] = [];
  for (const parent of listAbove(table, row)) {
    const { identity, name, command, executable, user } = facts.toOwner(parent);
    const ancestor: Ancestor = {
      identity,
      name,
      command,
      ...(executable !== undefined && { executable }),
      user,
    };
    const rule = findStarterRule(ancestor);
    known.push({ ancestor, rule });
    if (rule !== undefined && SESSION_KINDS.has(rule.kind)) break;
  }
  return known;
}
