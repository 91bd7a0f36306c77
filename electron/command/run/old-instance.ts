import type { Listener, Owner } from '../../../shared/listener.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import { isInFolder } from '../../core/same-path.ts';
import { isListenerByRule } from '../../core/verdicts/verdict.ts';

/** Whether this is the service itself, as it runs in this worktree. */
export function isOldInstance(
  holder: Listener,
  { expectedOwner, acceptedOwners }: Pick<WatchedPort, 'expectedOwner' | 'acceptedOwners'>,
  folder: string | undefined,
): boolean {
  const isOfService = [expectedOwner, ...acceptedOwners].some(
    (rule) => rule.kind === 'anybody' || isListenerByRule(holder, rule),
  );
  const isElsewhere = ({ cwd, deletedCwd }: Owner): boolean =>
    folder !== undefined &&
    (deletedCwd !== undefined || (cwd !== undefined && !isInFolder(cwd, folder)));
  return isOfService && !holder.owners.some(isElsewhere);
}
