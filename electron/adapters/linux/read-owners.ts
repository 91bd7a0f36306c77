import type { Owner } from '../../../shared/listener.ts';
import type { Holder } from './holdings.ts';
import type { Pace } from './pace.ts';
import type { ProcessFacts } from './process-facts.ts';
import { tryListProcesses, type ListProcesses } from './told-facts.ts';

/** By inode, in the order of their pids. */
export type Owners = ReadonlyMap<string, readonly Owner[]>;
type Holders = ReadonlyMap<string, readonly Holder[]>;

interface OwnersParts {
  /** What was read the last time. */
  readonly before: Owners | undefined;
  readonly facts: ProcessFacts;
  /** Asked only for owners whose command line /proc does not show. */
  readonly listProcesses: ListProcesses;
  readonly pace: Pace;
}

/**
 * Who holds each socket, with the facts of each; read are those of the `changed` inodes, whose
 * holders are others than `before`, or of all. Undefined when time was up.
 */
export async function readOwners(
  holders: Holders,
  changed: ReadonlySet<string> | undefined,
  parts: OwnersParts,
): Promise<Owners | undefined> {
  const { facts, listProcesses } = parts;
  const owners = new Map(changed === undefined ? undefined : parts.before);
  const inodes = changed ?? holders.keys();
  if ((await readEach(inodes, holders, owners, parts)) === 'timed-out') return undefined;
  const unreadable = facts.listUnreadable();
  if (unreadable.length === 0) return owners;
  const told = await tryListProcesses(listProcesses);
  for (const owner of unreadable) {
    const found = told.find(({ pid }) => pid === owner.identity.pid);
    if (found !== undefined) facts.fillIn(owner, found);
  }
  return (await readEach(holders.keys(), holders, owners, parts)) === 'timed-out'
    ? undefined
    : owners;
}

async function readEach(
  inodes: Iterable<string>,
  holders: Holders,
  owners: Map<string, readonly Owner[]>,
  { facts, pace }: OwnersParts,
): Promise<'done' | 'timed-out'> {
  let step = 0;
  for (const inode of inodes) {
    const own: Owner[] = [];
    for (const { stat } of holders.get(inode) ?? []) {
      const known = facts.findOwner(stat);
      own.push(known ?? facts.toOwner(stat));
      step += 1;
      const isDue = known === undefined ? pace.isDue() : pace.isDueAt(step);
      if (isDue && (await pace.pause()) === 'overdue') return 'timed-out';
    }
    if (own.length > 0) owners.set(inode, own);
    else owners.delete(inode);
  }
  return 'done';
}
