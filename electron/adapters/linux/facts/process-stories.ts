import { homedir } from 'node:os';
import type { ProcessStories } from '../../../core/host-processes.ts';
import type { Owner, ProcessIdentity } from '../../../../shared/listener.ts';
import type { ProcessStory } from '../../../../shared/why.ts';
import { walkAbove } from './ancestry.ts';
import { parseContainer } from './parse-container.ts';
import type { ProcStat } from '../proc/parse-proc-stat.ts';
import { parseTerminal } from './parse-terminal.ts';
import { readSmallText } from '../proc/proc-file.ts';
import { createProcessFacts } from './process-facts.ts';
import { findProcStat, readProcStat } from '../proc/process-stat.ts';
import { readProcessUnit } from './process-unit.ts';
import { toOrigin } from '../../programs/find-starter.ts';
import { createUserNames } from './user-names.ts';
import { toVisibleText } from '../../visible-text.ts';

interface LinuxProcessStoriesOptions {
  readonly procRoot?: string;
  readonly passwdFile?: string;
  readonly homeFolder?: string;
}

/** What adopts every orphan, by its own name; another first process has started what is below it. */
const INITS: ReadonlySet<string> = new Set([
  'systemd',
  'init',
  'runit',
  'openrc-init',
  's6-svscan',
  'dinit',
]);

/** Reads from `/proc`, on demand, where a process comes from and what it belongs to. */
export function createLinuxProcessStories(
  options: LinuxProcessStoriesOptions = {},
): ProcessStories {
  const { procRoot = '/proc', passwdFile = '/etc/passwd', homeFolder = homedir() } = options;

  /** The processes above it, nearest first. */
  function* readAbove(stat: ProcStat): Generator<Owner> {
    const userNames = createUserNames(passwdFile);
    const facts = createProcessFacts({ procRoot, homeFolder, userNames });
    for (const parent of walkAbove(procRoot, stat)) {
      /** Everything is below it. */
      if (isInit(parent)) return;
      yield facts.toOwner(parent);
    }
  }

  function isStarterHidden(stat: ProcStat): boolean {
    if (isInit(stat)) return false;
    /** Its parent is outside of this pid namespace. */
    if (stat.parentPid === 0) return true;
    if (readProcStat(procRoot, stat.parentPid).kind === 'read') return false;
    /** A parent that ended would have left it to another one. */
    return findProcStat(procRoot, stat.pid)?.parentPid === stat.parentPid;
  }

  function readUnit(stat: ProcStat): ProcessStory['unit'] {
    const unit = readProcessUnit(procRoot, stat);
    return unit && { name: toVisibleText(unit.unit), isUserUnit: unit.isUserUnit };
  }

  function readNow({ pid, startToken }: ProcessIdentity): ProcessStory | undefined {
    const stat = findProcStat(procRoot, pid);
    if (stat?.startToken !== startToken) return undefined;
    const { ancestors, startedBy } = toOrigin(readAbove(stat));
    const cgroup = readSmallText(`${procRoot}/${pid}/cgroup`);
    const terminal = parseTerminal(readSmallText(`${procRoot}/${pid}/stat`));
    const unit = readUnit(stat);
    const container = parseContainer(cgroup);
    return {
      ancestors,
      ...(ancestors.length === 0 && isStarterHidden(stat) && { isStarterHidden: true as const }),
      ...(terminal !== undefined && { terminal }),
      ...(unit !== undefined && { unit }),
      ...(container !== undefined && {
        container: { runtime: toVisibleText(container.runtime), id: toVisibleText(container.id) },
      }),
      startedBy,
    };
  }

  return { read: (identity) => Promise.resolve(readNow(identity)) };
}

function isInit({ pid, name }: ProcStat): boolean {
  return pid === 1 && INITS.has(name);
}
