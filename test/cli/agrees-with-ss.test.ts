import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { runPortreeve } from '../support/app-under-test.ts';

const HOLDERS = 5;
const SOCKETS_EACH = 100;
const FIRST_PORT = 46_000;

const hasSs = spawnSync('ss', ['-V']).status === 0;

/** Opens sockets of every kind from a port on, skipping ports that are taken, and lists them. */
const HOLDER = `
const net = require('node:net'), dgram = require('node:dgram');
const kinds = [['tcp', '127.0.0.1'], ['tcp', '::1'], ['tcp', '0.0.0.0'], ['tcp', '::'],
  ['tcp', '::ffff:127.0.0.1'], ['udp', '127.0.0.1'], ['udp', '::1'], ['udp', '0.0.0.0'], ['udp', '::'],
  ['udp', '127.0.0.2']];
let port = Number(process.argv[1]);
const open = ([protocol, address]) => new Promise((resolve, reject) => {
  const socket = protocol === 'tcp' ? net.createServer()
    : dgram.createSocket(address.includes(':') ? 'udp6' : 'udp4');
  const used = port++;
  socket.once('error', (error) => error.code === 'EADDRINUSE' ? resolve(open([protocol, address])) : reject(error));
  const done = () => resolve(used);
  protocol === 'tcp' ? socket.listen(used, address, done) : socket.bind(used, address, done);
});
(async () => {
  const ports = [];
  while (ports.length < Number(process.argv[2])) ports.push(await open(kinds[ports.length % kinds.length]));
  console.log(JSON.stringify(ports));
})();
process.stdin.resume().on('end', () => process.exit());
`;

const holders: ChildProcess[] = [];

afterEach(() => {
  for (const holder of holders.splice(0)) holder.kill();
});

async function startHolder(index: number): Promise<readonly number[]> {
  const from = FIRST_PORT + index * 2 * SOCKETS_EACH;
  const holder = spawn(process.execPath, ['-e', HOLDER, String(from), String(SOCKETS_EACH)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  holders.push(holder);
  const line = await new Promise<string>((resolve) => {
    createInterface({ input: holder.stdout }).once('line', resolve);
  });
  return JSON.parse(line) as number[];
}

/** `tcp 127.0.0.1 46000 4711`, one row a process. */
type Row = string;
const toPid = (row: Row): string => row.slice(row.lastIndexOf(' ') + 1);

/** One line of ss: `tcp LISTEN 0 511 [::1]:46000 [::]:* users:(("node",pid=4711,fd=21))`. */
function parseSsLine(line: string): { readonly port: number; readonly rows: readonly Row[] } {
  const [protocol = '', , , , local = ''] = line.trim().split(/\s+/);
  const at = local.lastIndexOf(':');
  const port = Number(local.slice(at + 1));
  const shown = local.slice(0, at).replaceAll(/[[\]]/g, '');
  const address = shown === '*' ? '::' : shown;
  const pids = [...line.matchAll(/pid=(\d+)/g)].map(([, pid = '']) => pid);
  return { port, rows: [...new Set(pids)].map((pid) => `${protocol} ${address} ${port} ${pid}`) };
}

test.skipIf(!hasSs)(
  'list --json agrees with ss on 500 listeners of mixed kinds',
  { timeout: 60_000 },
  async () => {
    const opened = await Promise.all(
      Array.from({ length: HOLDERS }, (_, index) => startHolder(index)),
    );
    const ports = new Set(opened.flat());
    // Somebody else may have the same port on another address.
    const pids = new Set(holders.map(({ pid }) => String(pid)));
    expect(ports.size).toBe(HOLDERS * SOCKETS_EACH);
    const { stdout } = await runPortreeve(['list', '--json']);
    const { listeners } = JSON.parse(stdout) as {
      listeners: { protocol: string; address: string; port: number; owners: { pid: number }[] }[];
    };
    const ours = listeners
      .filter(({ port }) => ports.has(port))
      .flatMap(({ protocol, address, port, owners }) =>
        owners.map(({ pid }) => `${protocol} ${address} ${port} ${pid}`),
      )
      .filter((row) => pids.has(toPid(row)));
    const theirs = execFileSync('ss', ['-H', '-ltnup'], { maxBuffer: 1 << 26 })
      .toString()
      .trim()
      .split('\n')
      .map(parseSsLine)
      .filter(({ port }) => ports.has(port))
      .flatMap(({ rows }) => rows)
      .filter((row) => pids.has(toPid(row)));
    expect(ours.toSorted()).toEqual(theirs.toSorted());
    expect(ours).toHaveLength(HOLDERS * SOCKETS_EACH);
  },
);
