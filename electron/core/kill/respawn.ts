import type { Owner } from '../../../shared/listener.ts';
import type { KillPlan, KillWayKind } from '../../../shared/kill.ts';
import { isSamePath } from '../same-path.ts';

/** How long a port is watched that something is known to take again. */
const WATCH_MS = 2000;
const WATCH_MAX_MS = 10_000;

export interface Respawning {
  readonly watchMs: number;
  /** Who starts it again, as far as that is known. */
  readonly starter?: { readonly by: string; readonly isShellLoop?: true };
}

/** What of the plan starts the processes again when they are ended in this way. */
export function toRespawn({
  plan,
  way,
}: {
  readonly plan: KillPlan;
  readonly way: KillWayKind;
}): Respawning {
  if (way !== 'processes' && way !== 'tree') return { watchMs: 0 };
  for (const warning of plan.warnings) {
    if (warning.kind === 'watcher') {
      const { name: by, isShellLoop } = warning;
      return { watchMs: WATCH_MS, starter: { by, ...(isShellLoop && { isShellLoop }) } };
    }
    if (warning.kind === 'unit' && warning.facts?.restarts === true) {
      const watchMs = WATCH_MS + (warning.facts.restartAfterMs ?? 0);
      return { watchMs: Math.min(watchMs, WATCH_MAX_MS), starter: { by: warning.unit.name } };
    }
  }
  return { watchMs: 0 };
}

/** Whether one of these runs what one of those ran. */
export function isSomeOfProgram(holders: readonly Owner[], before: readonly Owner[]): boolean {
  return holders.some((owner) => before.some((old) => isSameProgram(owner, old)));
}

/** What starts a program again does so in its folder; an interpreter runs many programs. */
function isSameProgram(owner: Owner, old: Owner): boolean {
  const [folder, oldFolder] = [owner, old].map(({ cwd, deletedCwd }) => cwd ?? deletedCwd);
  if (folder !== undefined && oldFolder !== undefined && !isSamePath(folder, oldFolder)) {
    return false;
  }
  if (owner.executable === undefined) return owner.command === old.command;
  return old.executable !== undefined && isSamePath(owner.executable, old.executable);
}
