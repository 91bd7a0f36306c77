import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildScenarios, type ScenarioProgram } from './scenario-program.ts';

/*
 * The whole scanner in surroundings of its own: most tests run in a fresh network namespace, so
 * that nothing of the machine's is in the way. They need root and Python and are left out without.
 */

const isRoot = process.platform === 'linux' && process.geteuid?.() === 0;
const hasPython = isRoot && spawnSync('python3', ['-c', '']).status === 0;
const hasNamespaces =
  hasPython && ['-n', '-m'].every((flag) => spawnSync('unshare', [flag, 'true']).status === 0);

let program: ScenarioProgram | undefined;
beforeAll(async () => {
  if (hasNamespaces) program = await buildScenarios(new URL('linux-scenarios.ts', import.meta.url));
});
afterAll(() => program?.remove());

describe.skipIf(!hasNamespaces)('the two ways to read ports', () => {
  test('see the same and the truth, whatever comes and goes', { timeout: 60_000 }, async () => {
    expect(await run('parity', ['5', '400'])).toEqual({
      differences: [],
      sources: ['netlink', 'proc: by request'],
    });
  });

  test('see 2,000 listeners', { timeout: 60_000 }, async () => {
    expect(await run('parity', ['1', '2000', '7'])).toMatchObject({ differences: [] });
  });

  test('see what leaves IPv4 alone, where the system tells', async () => {
    expect(await run('v6only')).toEqual([
      [true, false, 'unknown'],
      ['unknown', 'unknown', 'unknown'],
    ]);
  });

  test('take no outgoing, closing or merely bound port for a listener', async () => {
    const expected = [true, false, false, false, 3];
    expect(await run('notListening')).toEqual([expected, expected]);
  });

  test('see workers that share a port as owners of one listener', async () => {
    expect(await run('workers')).toEqual({ seen: [[[2, 2]], [[2, 2]]], areTwo: true });
  });

  test('lack nothing where IPv6 is off', async () => {
    const off = 'sysctl -qw net.ipv6.conf.all.disable_ipv6=1 && exec "$@"';
    expect(await run('noIpv6', [], ['unshare', '-n', 'sh', '-c', off, 'sh'])).toEqual([
      [[], true],
      [[], true],
    ]);
  });
});

describe.skipIf(!hasNamespaces)('the owners', () => {
  test('are whoever inherited the socket of a server that died', async () => {
    expect(await run('leaked')).toEqual({ before: 2, isKidAfter: true });
  });

  test('are never mistaken when the pid is used again', { retry: 2 }, async () => {
    const pids = ['unshare', '-n', '-p', '-f', '--mount-proc'];
    const { isSamePid, before, after } = (await run('wrapAround', [], pids)) as {
      readonly isSamePid: boolean;
      readonly before: readonly { readonly pid: number; readonly startToken: string }[];
      readonly after: readonly { readonly pid: number; readonly startToken: string }[];
    };
    expect(isSamePid).toBe(true);
    expect([before.length, after.length]).toEqual([1, 1]);
    expect(after[0]?.pid).toBe(before[0]?.pid);
    expect(after[0]?.startToken).not.toBe(before[0]?.startToken);
  });

  test('stay seen while 2,000 processes come and go', { timeout: 60_000 }, async () => {
    expect(await run('storm')).toEqual({ wrong: 0 });
  });
});

describe.skipIf(!hasNamespaces)('the watch over mounts', () => {
  test('is told of a mount, once', async () => {
    expect(await run('mounts', [], ['unshare', '-m'])).toEqual([true, false, true, false]);
  });
});

describe.skipIf(!hasNamespaces)('a listener of somebody else', () => {
  let server: Server;
  let port = '';
  beforeAll(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = String(typeof address === 'object' && address !== null ? address.port : 0);
  });
  afterAll(() => void server.close());
  const hidden = {
    seen: [
      ['root', 'hidden', 0],
      ['root', 'hidden', 0],
    ],
  };

  test('is seen without any rights, by its user', async () => {
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    expect(await run('stranger', [port], nobody)).toMatchObject({
      ...hidden,
      sources: ['netlink', 'proc: by request'],
    });
  });

  test('is seen where /proc hides others’ processes', async () => {
    const hide =
      'mount -t proc -o hidepid=2 proc /proc && exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"';
    expect(await run('stranger', [port], ['unshare', '-m', 'sh', '-c', hide, 'sh'])).toMatchObject(
      hidden,
    );
  });

  test('is not seen from another network namespace', async () => {
    expect(await run('stranger', [port])).toMatchObject({ seen: [null, null] });
  });
});

describe.skipIf(!hasNamespaces)('the cost', () => {
  test('does not grow with 70,000 sockets that do not listen', { timeout: 60_000 }, async () => {
    expect(await run('crowd')).toEqual({
      areSeen: true,
      clients: 8_800,
      isQuick: true,
      isLoopFree: true,
    });
  });

  test('in memory and files does not grow with the scans', { timeout: 60_000 }, async () => {
    const { grownKiB, moreFiles } = (await run('flat')) as {
      readonly grownKiB: number;
      readonly moreFiles: number;
    };
    expect(moreFiles).toBe(0);
    expect(grownKiB).toBeLessThan(1024);
  });
});

const IN_NEW_NETWORK = ['unshare', '-n'];

/** Runs a scenario, by default in a network of its own, and returns what it printed. */
async function run(
  scenario: string,
  argv: readonly string[] = [],
  wrapper: readonly string[] = IN_NEW_NETWORK,
): Promise<unknown> {
  return program?.run(scenario, argv, wrapper);
}
