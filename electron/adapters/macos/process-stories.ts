import { homedir } from 'node:os';
import type { ProcessStories } from '../../core/host-processes.ts';
import type { Owner } from '../../../shared/listener.ts';
import { listAbove } from '../posix/family-tree.ts';
import { isOfIdentity } from '../posix/process-token.ts';
import { createPsReader } from '../posix/read-ps.ts';
import { toOrigin } from '../programs/find-starter.ts';
import { toVisibleText } from '../visible-text.ts';
import { LSOF } from './ask-lsof.ts';
import { findUnit, readServices } from './launchd-units.ts';
import type { MacosProcessesOptions } from './processes.ts';
import { createProcessFacts } from './process-facts.ts';
import { readSelf } from './self.ts';

/** Reads with ps and launchctl, on demand, where a process comes from and what it belongs to. */
export function createMacosProcessStories(
  options: Omit<MacosProcessesOptions, 'selfPid'> = {},
): ProcessStories {
  const { lsof = LSOF, self = readSelf(), homeFolder = homedir(), launchctl, ps } = options;
  const psReader = createPsReader(ps);
  const facts = createProcessFacts({ lsof, homeFolder, self });

  return {
    async read(identity) {
      const [table, services] = await Promise.all([psReader.read(), readServices(launchctl)]);
      const process = table?.get(identity.pid);
      if (table === undefined || process === undefined || !isOfIdentity(process, identity)) {
        return undefined;
      }
      const pids = listAbove(table, process).map(({ pid }) => pid);
      const owners = await facts.read(pids, table);
      const { ancestors, startedBy } = toOrigin(listKnown(pids, owners));
      const unit = findUnit(services, [process.pid, ...pids], self.uid);
      return {
        ancestors,
        ...(process.terminal !== undefined && { terminal: toVisibleText(process.terminal) }),
        ...(unit !== undefined && { unit }),
        startedBy,
      };
    },
  };
}

/** The facts of these processes, up to the first that has none. */
function* listKnown(pids: readonly number[], owners: ReadonlyMap<number, Owner>): Generator<Owner> {
  for (const pid of pids) {
    const owner = owners.get(pid);
    /** Everything is below the first process. */
    if (pid === 1 || owner === undefined) return;
    yield owner;
  }
}
