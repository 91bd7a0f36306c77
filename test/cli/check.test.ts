import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { makeFolder, runPortreeve, writeSettings } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { startActor, startListeningPython, toNodeServer } from '../support/situations.ts';
import { takePorts } from '../support/ports.ts';

/*
 * What `check` says of watched ports on which nobody listens, of the range that Linux lends to
 * outgoing connections, where a test says nothing else.
 */

const hasPython =
  process.platform === 'linux' && spawnSync('python3', ['-c', 'import socket']).status === 0;

let folder: ReturnType<typeof makeFolder>;
let port = 45_310;
beforeEach(() => {
  folder = makeFolder();
  port += 10;
});
afterEach(() => folder.remove());

async function check(...watchedPorts: readonly WatchedPort[]) {
  writeSettings(folder.path, { ...defaultSettings, watchedPorts });
  const { code, stdout } = await runPortreeve(['check', '--user-data-dir', folder.path]);
  return { code, lines: stdout.trimEnd().split('\n') };
}

const LEAK = (port: number): string =>
  `c = socket.create_connection(('127.0.0.1', ${port})); kept, _ = s.accept()
c.close(); s.close(); tell('up'); time.sleep(60)`;

test.skipIf(!hasPython)('a port that a process keeps half closed is not free', async () => {
  const leak = startListeningPython(port, LEAK(port));
  await leak.next();
  expect(await check(aWatchedPort({ port }))).toEqual({
    code: 1,
    lines: [
      `${port} web: python3 (pid ${leak.pid}) still has its end of a closed connection open; it is free again when that closes it or ends`,
    ],
  });
});

test.skipIf(!hasPython)(
  'unless a server must have accepted the connection, beside which another can listen',
  async () => {
    const servers = takePorts('cli/check', 1);
    const leak = startListeningPython(servers, LEAK(servers));
    await leak.next();
    expect(await check(aWatchedPort({ port: servers }))).toEqual({
      code: 0,
      lines: [
        `${servers} web: free, but python3 (pid ${leak.pid}) still has a connection of before on it: programs that do not ask for address reuse (SO_REUSEADDR) cannot use the port meanwhile`,
      ],
    });
  },
);

/** A process of the folder that listens on a port. */
async function startService(at: number): Promise<void> {
  const service = startActor(process.execPath, ['-e', toNodeServer(at)], { cwd: folder.path });
  await service.next();
}

const inFolder = (facts: Partial<WatchedPort>): WatchedPort =>
  aWatchedPort({
    expectedOwner: { kind: 'project', folder: folder.path },
    fallbackPorts: [],
    ...facts,
  });

test.skipIf(!hasPython)(
  'a port of an outgoing connection is not free, wherever its service is',
  async () => {
    const user = startListeningPython(
      port + 5,
      `c = socket.socket(); c.bind(('127.0.0.1', ${port})); c.connect(('127.0.0.1', ${port + 5})); kept, _ = s.accept()
tell('up'); time.sleep(60)`,
    );
    await user.next();
    await startService(port + 1);
    expect(await check(inFolder({ port }))).toEqual({
      code: 1,
      lines: [
        `${port} web: used by python3 for a connection to 127.0.0.1:${port + 5}; it is free again when that ends; meanwhile its service listens on ${port + 1}`,
      ],
    });
  },
);

test.skipIf(!hasPython)(
  'one server that came up elsewhere is missing from one port alone',
  async () => {
    await startService(port + 7);
    const { code, lines } = await check(
      ...[1, 3, 4, 5].map((more) => inFolder({ id: `${more}`, port: port + more })),
    );
    expect([code, lines.map((line) => line.replace(/^\d+ web: /, ''))]).toEqual([
      1,
      ['free', 'free', 'free', `free, but its service listens on ${port + 7}`],
    ]);
  },
);
