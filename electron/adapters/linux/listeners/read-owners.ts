import type { Owner } from '../../../../shared/listener.ts';
import type { Holder } from '../owners/holdings.ts';
import type { Pace } from '../proc/pace.ts';
import type { ProcessFacts } from '../facts/process-facts.ts';
import { tryListProcesses, type ListProcesses } from '../facts/told-facts.ts';

/** The owners of each inode, in the order of their pids. */
export type Owners = ReadonlyMap<number, readonly Owner[]>;
/** One and the same map, which goes with the times. */
export type KeptOwners = Map<number, readonly Owner[]>;
type Holders = ReadonlyMap<number, readonly Holder[]>;

/** What was read the last time, and the inodes whose holders are others since. */
interface OwnersBefore {
  readonly owners: KeptOwners;
  readonly changed: ReadonlySet<number>;
}

interface OwnersNow {
  readonly owners: KeptOwners;
  /** The inodes whose owners are others than the last time; undefined where all may be. */
  readonly changed: ReadonlySet<number> | undefined;
}

interface OwnersParts {
  readonly facts: ProcessFacts;
  /** Asked only for owners whose command line /proc does not show. */
  readonly listProcesses: ListProcesses;
  readonly pace: Pace;
}

/**
 * Who holds each socket, with the facts of each: read where holders changed, or all where there is
 * nothing to go by. Undefined when time was up; what was read before is none to go by then.
 */
export async function readOwners(
  holders: Holders,
  before: OwnersBefore | undefined,
  parts: OwnersParts,
): Promise<OwnersNow | undefined> {
  const owners: KeptOwners = before?.owners ?? new Map();
  const inodes = before?.changed ?? holders.keys();
  if ((await readEach(inodes, holders, owners, parts)) === 'timed-out') return undefined;
  const unreadable = parts.facts.listUnreadable();
  if (unreadable.length === 0) return { owners, changed: before?.changed };
  await fillIn(unreadable, parts);
  const all = await readEach(holders.keys(), holders, owners, parts);
  return all === 'timed-out' ? undefined : { owners, changed: undefined };
}

async function fillIn(
  unreadable: readonly Owner[],
  { facts, listProcesses }: OwnersParts,
): Promise<void> {
  const told = await tryListProcesses(listProcesses);
  for (const owner of unreadable) {
    const found = told.find(({ pid }) => pid === owner.identity.pid);
    if (found !== undefined) facts.fillIn(owner, found);
  }
}

async function readEach(
  inodes: Iterable<number>,
  holders: Holders,
  owners: KeptOwners,
  { facts, pace }: OwnersParts,
): Promise<'done' | 'timed-out'> {
  let step = 0;
  for (const inode of inodes) {
    const own: Owner[] = [];
    for (const { stat } of holders.get(inode) ?? []) {
      const known = facts.findOwner(stat);
      own.push(known ?? facts.toOwner(stat));
      const isDue = known === undefined ? pace.isDue() : pace.isDueAt(step);
      if (isDue && (await pace.pause()) === 'overdue') return 'timed-out';
      step += 1;
    }
    if (own.length > 0) owners.set(inode, own);
    else owners.delete(inode);
  }
  return 'done';
}
