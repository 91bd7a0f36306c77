import type { Owner } from '../../../shared/listener.ts';
import type { Holder } from './holdings.ts';
import type { Pace } from './pace.ts';
import type { ProcessFacts } from './process-facts.ts';
import { tryListProcesses, type ListProcesses } from './told-facts.ts';

/** By inode, in the order of their pids. */
type Owners = ReadonlyMap<string, readonly Owner[]>;
type Holders = ReadonlyMap<string, readonly Holder[]>;

interface OwnersParts {
  readonly facts: ProcessFacts;
  /** Asked only for owners whose command line /proc does not show. */
  readonly listProcesses: ListProcesses;
  readonly pace: Pace;
}

/** Who holds each socket, with the facts of each; undefined when time was up. */
export async function readOwners(
  holders: Holders,
  { facts, listProcesses, pace }: OwnersParts,
): Promise<Owners | undefined> {
  const owners = await readEach(holders, facts, pace);
  const unreadable = facts.listUnreadable();
  if (owners === undefined || unreadable.length === 0) return owners;
  const told = await tryListProcesses(listProcesses);
  for (const owner of unreadable) {
    const found = told.find(({ pid }) => pid === owner.identity.pid);
    if (found !== undefined) facts.fillIn(owner, found);
  }
  return readEach(holders, facts, pace);
}

async function readEach(
  holders: Holders,
  facts: ProcessFacts,
  pace: Pace,
): Promise<Owners | undefined> {
  const owners = new Map<string, readonly Owner[]>();
  let step = 0;
  for (const [inode, ofInode] of holders) {
    const own: Owner[] = [];
    for (const { stat } of ofInode) {
      const known = facts.findOwner(stat);
      own.push(known ?? facts.toOwner(stat));
      step += 1;
      const isDue = known === undefined ? pace.isDue() : pace.isDueAt(step);
      if (isDue && (await pace.pause()) === 'overdue') return undefined;
    }
    owners.set(inode, own);
  }
  return owners;
}
