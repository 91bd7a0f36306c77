import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A server that ends at once when it is asked to. */
export interface Victim {
  readonly pid: number;
  readonly port: number;
  /** When it was asked, in nanoseconds of the clock that all processes share. */
  readonly askedAtNs: Promise<bigint>;
  readonly ended: Promise<void>;
}

/** Says when it hears the request, and ends as the default would: without a word more. */
const SERVER = `
const fs = require('node:fs');
process.on('SIGTERM', () => {
  fs.writeSync(1, String(process.hrtime.bigint()) + '\\n');
  process.kill(process.pid, 'SIGKILL');
});
const server = require('node:net').createServer();
server.listen(0, '127.0.0.1', () => {
  for (let more = Number(process.argv[1]); more > 0; more -= 1)
    require('node:child_process').spawn('sleep', ['600'], { stdio: 'ignore' });
  fs.writeSync(1, server.address().port + '\\n');
});
setTimeout(process.exit, 120_000);
`;

/** Starts a server with this many processes below it, in a group of its own. */
export async function startVictim(below = 0): Promise<Victim> {
  const child = spawn(process.execPath, ['-e', SERVER, String(below)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => String((await lines.next()).value);
  const port = Number(await next());
  return {
    pid: child.pid ?? 0,
    port,
    askedAtNs: next().then(BigInt),
    ended: endOf(child),
  };
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
}
