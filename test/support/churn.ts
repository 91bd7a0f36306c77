import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Opens and closes what it is told to, and says when it is done. */
const HOLDER = `
const net = require('node:net');
const open = new Map();
const start = (port) => new Promise((resolve) => {
  const server = net.createServer();
  server.once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => { open.set(port, server); resolve(true); });
});
const stop = (port) => new Promise((resolve) => { open.get(port).close(() => resolve(true)); open.delete(port); });
require('node:readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  const [act, port] = line.split(' ');
  console.log((await (act === 'open' ? start : stop)(Number(port))) ? 'done' : 'refused');
}).on('close', () => process.exit());
`;

interface Holder {
  readonly pid: number;
  readonly child: ChildProcess;
  readonly ports: Set<number>;
  /** False where the port could not be had. */
  tell(act: 'open' | 'close', port: number): Promise<boolean>;
}

export interface ChurnOptions {
  readonly holders: number;
  readonly socketsEach: number;
  /** Ports that somebody else has are passed over. */
  readonly firstPort: number;
  readonly lastPort: number;
}

/** Real listeners of several real processes, which come and go as the test says. */
export interface Churn {
  /** Every process there ever was: somebody else may listen among these ports too. */
  readonly pids: ReadonlySet<number>;
  /** Every port there ever was. */
  readonly ports: ReadonlySet<number>;
  /** Who holds which port now. */
  list(): readonly { readonly port: number; readonly pid: number }[];
  /** So many listeners close, and as many open on other ports. */
  change(count: number): Promise<void>;
  /** One process ends with all its listeners, and a new one with as many takes its place. */
  replaceHolder(): Promise<void>;
  stop(): void;
}

/** Starts them; all of their listeners listen. */
export async function startChurn(options: ChurnOptions): Promise<Churn> {
  const { firstPort, lastPort, socketsEach } = options;
  const pids = new Set<number>();
  const everHeld = new Set<number>();
  const holders = Array.from({ length: options.holders }, startHolder);
  let nextPort = firstPort;
  let changes = 0;
  let replaced = 0;

  function startHolder(): Holder {
    const child = spawn(process.execPath, ['-e', HOLDER], { stdio: ['pipe', 'pipe', 'inherit'] });
    const { pid = 0 } = child;
    pids.add(pid);
    const lines = createInterface({ input: child.stdout });
    return {
      pid,
      child,
      ports: new Set(),
      tell(act, port) {
        child.stdin.write(`${act} ${port}\n`);
        return new Promise((resolve) => lines.once('line', (line) => resolve(line === 'done')));
      },
    };
  }

  async function openOne(holder: Holder): Promise<void> {
    for (;;) {
      const port = nextPort;
      nextPort = nextPort === lastPort ? firstPort : nextPort + 1;
      if (!(await holder.tell('open', port))) continue;
      holder.ports.add(port);
      everHeld.add(port);
      return;
    }
  }

  async function closeOne(holder: Holder): Promise<void> {
    const [port] = holder.ports;
    if (port === undefined) return;
    await holder.tell('close', port);
    holder.ports.delete(port);
  }

  async function fill(holder: Holder): Promise<void> {
    for (let count = 0; count < socketsEach; count += 1) await openOne(holder);
  }

  for (const holder of holders) await fill(holder);
  return {
    pids,
    ports: everHeld,
    list: () => holders.flatMap(({ pid, ports }) => [...ports].map((port) => ({ port, pid }))),
    async change(count) {
      for (let change = 0; change < count; change += 1) {
        const holder = holders[changes % holders.length];
        changes += 1;
        if (holder === undefined) continue;
        await closeOne(holder);
        await openOne(holder);
      }
    },
    async replaceHolder() {
      const index = replaced % holders.length;
      replaced += 1;
      holders[index]?.child.kill('SIGKILL');
      const holder = startHolder();
      holders[index] = holder;
      await fill(holder);
    },
    stop() {
      for (const { child } of holders) child.kill('SIGKILL');
    },
  };
}
