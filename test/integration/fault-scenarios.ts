import { z } from 'zod';
import { createLinuxProcesses } from '../../electron/adapters/linux/processes.ts';
import { createLinuxScanner } from '../../electron/adapters/linux/scanner.ts';
import { createLinuxTerminator } from '../../electron/adapters/linux/kill/terminator.ts';
import { ownerSchema } from '../../shared/listener.ts';

/*
 * Ends somebody's process with other rights, or from below it: see kill-faults.test.ts. The
 * arguments are the port, and what was seen of its listener by somebody who may see everything.
 */

const seenSchema = z.object({ owner: ownerSchema, sockets: z.array(z.string()) });
const [, , scenario = '', port = '', told = '{}'] = process.argv;

async function findListener() {
  const scan = await createLinuxScanner().scan();
  if (scan.kind === 'failed') throw new Error(scan.detail);
  return scan.listeners.find((listener) => listener.port === Number(port));
}

const scenarios: Readonly<Record<string, () => Promise<unknown>>> = {
  /** What is seen of a listener, and what comes of signalling whoever was told to hold it. */
  async end() {
    const { owner, sockets } = seenSchema.parse(JSON.parse(told));
    const listener = await findListener();
    const terminator = createLinuxTerminator();
    while (terminator.describeWay().includes('not loaded')) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    return {
      user: listener?.user,
      visibility: listener?.ownerVisibility,
      owners: listener?.owners.map(({ identity }) => identity.pid),
      way: terminator.describeWay(),
      bySocket: terminator.signal(owner, { kind: 'holds-socket', sockets }, 'graceful'),
      byIdentity: terminator.signal(owner, { kind: 'identity' }, 'force'),
    };
  },

  /** Whether those who hold the port are above us. */
  async ancestors() {
    const above = createLinuxProcesses().readAncestors();
    const owners = (await findListener())?.owners ?? [];
    return owners.map(({ identity }) => above.some(({ pid }) => pid === identity.pid));
  },
};

process.stdout.write(`${JSON.stringify(await scenarios[scenario]?.())}\n`);
