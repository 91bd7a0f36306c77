import type { ProcessIdentity } from '../../../../shared/listener.ts';
import type { ProcStat } from '../proc/parse-proc-stat.ts';
import { readPids } from '../proc/proc-file.ts';
import { isDead, readProcStat } from '../proc/process-stat.ts';

/**
 * The living processes below these, level by level, so that children come before their own; none
 * of `roots` is among them. A process whose parent ended before it belongs to init since, and
 * cannot be found this way.
 */
export function listDescendants(
  procRoot: string,
  roots: readonly ProcessIdentity[],
): readonly ProcStat[] {
  const children = readChildren(procRoot);
  const found: ProcStat[] = [];
  let level = roots.flatMap((root) => readSame(procRoot, root) ?? []);
  const above = new Set(level.map(({ pid }) => pid));
  while (level.length > 0) {
    const next = level.flatMap((parent) =>
      (children.get(parent.pid) ?? []).flatMap((child) => {
        if (above.has(child.pid) || !isOlderThan(parent, child)) return [];
        above.add(child.pid);
        /** Once more, since it may have ended, or been given away, since it was listed. */
        const now = readSame(procRoot, child);
        return now === undefined || now.parentPid !== parent.pid ? [] : now;
      }),
    );
    found.push(...next);
    level = next;
  }
  return found;
}

function readChildren(procRoot: string): ReadonlyMap<number, readonly ProcStat[]> {
  const children = new Map<number, ProcStat[]>();
  for (const pid of readPids(procRoot)) {
    const look = readProcStat(procRoot, pid);
    if (look.kind !== 'read' || isDead(look.value)) continue;
    const siblings = children.get(look.value.parentPid);
    if (siblings === undefined) children.set(look.value.parentPid, [look.value]);
    else siblings.push(look.value);
  }
  return children;
}

function readSame(procRoot: string, { pid, startToken }: ProcessIdentity): ProcStat | undefined {
  const look = readProcStat(procRoot, pid);
  return look.kind === 'read' && look.value.startToken === startToken && !isDead(look.value)
    ? look.value
    : undefined;
}

/** A child that is older than its parent is the child of another with the same id. */
function isOlderThan(parent: ProcStat, child: ProcStat): boolean {
  return BigInt(parent.startToken) <= BigInt(child.startToken);
}
