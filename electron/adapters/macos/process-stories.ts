import { homedir } from 'node:os';
import type { ProcessStories } from '../../core/host-processes.ts';
import { listAbove } from '../posix/family-tree.ts';
import { isOfIdentity } from '../posix/process-token.ts';
import { createPsReader } from '../posix/read-ps.ts';
import { findStarterRule, toStarters, type KnownAncestor } from '../programs/find-starter.ts';
import { SESSION_KINDS } from '../programs/starter-rules.ts';
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
  const facts = createProcessFacts({
    lsof,
    homeFolder,
    monotonicMs: () => performance.now(),
    self,
  });

  return {
    async read(identity) {
      const [table, services] = await Promise.all([psReader.read(), readServices(launchctl)]);
      const process = table?.get(identity.pid);
      if (table === undefined || process === undefined || !isOfIdentity(process, identity)) {
        return undefined;
      }
      const above = listAbove(table, process);
      const pids = above.map(({ pid }) => pid);
      const owners = await facts.read(pids, table);
      const known: KnownAncestor[] = [];
      for (const { pid } of above) {
        const owner = owners.get(pid);
        /** Everything is below the first process. */
        if (pid === 1 || owner === undefined) break;
        const { name, command, executable, user } = owner;
        const ancestor = {
          identity: owner.identity,
          name,
          command,
          ...(executable !== undefined && { executable }),
          user,
        };
        const rule = findStarterRule(ancestor);
        known.push({ ancestor, rule });
        if (rule !== undefined && SESSION_KINDS.has(rule.kind)) break;
      }
      const unit = findUnit(services, [process.pid, ...pids], self.uid);
      return {
        ancestors: known.map(({ ancestor }) => ancestor),
        ...(process.terminal !== undefined && { terminal: toVisibleText(process.terminal) }),
        ...(unit !== undefined && { unit }),
        startedBy: toStarters(known),
      };
    },
  };
}
