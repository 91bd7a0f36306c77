import { spawnSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { makeFolder, runPortreeve, writeSettings } from '../support/app-under-test.ts';
import { aWatchedPort, someSettings } from '../support/builders.ts';
import { takePorts } from '../support/ports.ts';
import { startPython } from './holders.ts';

/*
 * Ports that nobody listens on and that sockets have all the same. `check` reads the tables, `why`
 * binds the port as well, and both come to the same answer, but for servers that did not ask for
 * address reuse: no table tells of that.
 */

const hasPython = process.platform === 'linux' && spawnSync('python3', ['-c', '']).status === 0;

/** Has sockets on the ports from sys.argv[1] up, and tells the port that the system lent it. */
const PROGRAM = `
import socket, sys
first = int(sys.argv[1]); held = []
def leave(port, reuse, halfClosed):
    l = socket.socket()
    if reuse: l.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    l.bind(('127.0.0.1', port)); l.listen()
    c = socket.create_connection(l.getsockname()); a, _ = l.accept(); held.append(a)
    if halfClosed: c.close()
    else: held.append(c)
    l.close()
far = socket.socket(); far.bind(('127.0.0.1', first)); far.listen(); held.append(far)
out = socket.socket(); out.bind(('127.0.0.1', first + 1)); out.connect(far.getsockname()); held.append(out)
lent = socket.create_connection(far.getsockname()); held.append(lent)
leave(first + 2, False, True)
leave(first + 3, False, False)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(('0.0.0.0', first + 4)); udp.connect(('127.0.0.1', 5)); held.append(udp)
leave(first + 5, True, False)
leave(first + 6, True, True)
print(lent.getsockname()[1], flush=True)
sys.stdin.read()
`;
const checkSchema = z.object({
  watched: z.array(z.object({ id: z.string(), verdict: z.string(), conflict: z.unknown() })),
});
const whySchema = z.object({ state: z.string() });

test.skipIf(!hasPython)(
  'check and why agree on ports that are used without a listener',
  async () => {
    const folder = makeFolder();
    onTestFinished(() => folder.remove());
    const first = takePorts('integration/left-ports', 8);
    const { lines } = startPython(PROGRAM, String(first));
    const lent = Number(await lines.next());
    const wanted = [
      ['outgoing from a port by choice', 'tcp', first + 1, 'busy', 'conflict'],
      ['outgoing from a lent port', 'tcp', lent, 'busy', 'conflict'],
      ['half closed, of a server without address reuse', 'tcp', first + 2, 'busy', 'free'],
      ['open, of a server without address reuse', 'tcp', first + 3, 'busy', 'free'],
      ['UDP with a peer', 'udp', first + 4, 'busy', 'conflict'],
      ['open, of a server with address reuse', 'tcp', first + 5, 'free', 'free'],
      ['half closed, of a server with address reuse', 'tcp', first + 6, 'free', 'free'],
      ['nobody’s', 'tcp', first + 7, 'free', 'free'],
    ] as const;
    const watchedPorts = wanted.map(([, protocol, port]) =>
      aWatchedPort({
        id: `p${port}`,
        name: `p${port}`,
        protocol,
        port,
        fallbackPorts: [],
        configTargets: [],
      }),
    );
    writeSettings(folder.path, someSettings({ watchedPorts }));
    const run = async (...args: readonly string[]) => {
      const { stdout } = await runPortreeve(
        ['--user-data-dir', folder.path, ...args, '--json'],
        {},
        folder.path,
      );
      return JSON.parse(stdout) as unknown;
    };

    const { watched } = checkSchema.parse(await run('check'));
    for (const [what, protocol, port, state, judged] of wanted) {
      const flags = protocol === 'udp' ? ['--udp'] : [];
      const told = whySchema.parse(await run('why', String(port), ...flags));
      const { verdict, conflict } = watched.find(({ id }) => id === `p${port}`) ?? {};
      const kind = judged === 'free' ? null : 'outgoing';
      expect([what, told.state, verdict, conflict]).toEqual([what, state, judged, kind]);
    }
  },
);
