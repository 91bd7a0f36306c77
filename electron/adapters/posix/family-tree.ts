import type { ProcessIdentity } from '../../../shared/listener.ts';
import { groupBy } from '../group-by.ts';
import { isZombie, type PsProcess } from './parse-ps.ts';
import { isOfIdentity } from './process-token.ts';
import type { PsTable } from './read-ps.ts';

const MAX_ANCESTORS = 64;

/** The processes above this one, nearest first. */
export function listAbove(table: PsTable, process: PsProcess): readonly PsProcess[] {
  const above: PsProcess[] = [];
  let next = process;
  while (above.length < MAX_ANCESTORS) {
    const parent = table.get(next.parentPid);
    /** One that is younger got the id of a parent that had ended. */
    if (parent === undefined || above.includes(parent) || isYounger(parent, next)) break;
    above.push(parent);
    next = parent;
  }
  return above;
}

/** The living processes below these, level by level; none of the roots is among them. */
export function listBelow(table: PsTable, roots: readonly ProcessIdentity[]): readonly PsProcess[] {
  const living = [...table.values()].filter((process) => !isZombie(process));
  const children = groupBy(living, ({ parentPid }) => parentPid);
  const found: PsProcess[] = [];
  let level = living.filter((process) => roots.some((root) => isOfIdentity(process, root)));
  const known = new Set(level.map(({ pid }) => pid));
  while (level.length > 0) {
    const next = level.flatMap((parent) =>
      (children.get(parent.pid) ?? []).filter(
        (child) => !known.has(child.pid) && !isYounger(parent, child),
      ),
    );
    for (const { pid } of next) known.add(pid);
    found.push(...next);
    level = next;
  }
  return found;
}

function isYounger(one: PsProcess, other: PsProcess): boolean {
  return one.startedAtSeconds > other.startedAtSeconds;
}
