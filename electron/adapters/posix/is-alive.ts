import type { ProcessIdentity } from '../../../shared/listener.ts';
import { isZombie } from './parse-ps.ts';
import { isOfIdentity, parseToken } from './process-token.ts';
import { createPsReader } from './read-ps.ts';

/** Whether a token is one of those that ps tells of. */
export function isPsIdentity({ startToken }: ProcessIdentity): boolean {
  return parseToken(startToken) !== undefined;
}

/** Whether the process lives, by ps; one that cannot be looked at is not known to be gone. */
export function isAliveByPs(identity: ProcessIdentity, ps?: string): boolean {
  const table = createPsReader(ps).readNow([identity.pid]);
  const process = table?.get(identity.pid);
  if (table === undefined) return true;
  return process !== undefined && isOfIdentity(process, identity) && !isZombie(process);
}
