import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { ScanResult } from '../../electron/core/host.ts';
import type { Listener, Owner } from '../../shared/listener.ts';

/*
 * Real processes that hold real ports, and what a scan says of them.
 */

/** Takes the first free ports from a port up, prints them, and holds them until it is ended. */
const NODE_HOLDER = `
const net = require('node:net'), dgram = require('node:dgram');
let next = Number(process.argv[1]);
const bind = (protocol, address) => new Promise((resolve, reject) => {
  const attempt = () => {
    const port = next++;
    const socket = protocol === 'tcp' ? net.createServer() : dgram.createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => (error.code === 'EADDRINUSE' ? attempt() : reject(error)));
    if (protocol === 'tcp') socket.listen(port, address, () => resolve(port));
    else socket.bind(port, address, () => resolve(port));
  };
  attempt();
});
(async () => {
  const kinds = JSON.parse(process.argv[2]);
  const ports = [];
  for (let round = 0; round < Number(process.argv[3]); round += 1) {
    for (const [protocol, address] of kinds) ports.push(await bind(protocol, address));
  }
  console.log(JSON.stringify(ports));
})();
process.stdin.resume().on('end', () => process.exit());
`;

export interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly ports: readonly number[];
}

/** Starts a process that holds every kind `rounds` times, on the first free ports from `from` up. */
export async function startHolder(
  from: number,
  kinds: readonly (readonly ['tcp' | 'udp', string])[],
  rounds: number,
): Promise<Started> {
  const child = spawn(
    process.execPath,
    ['-e', NODE_HOLDER, '--', String(from), JSON.stringify(kinds), String(rounds)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  endAfterTest(child);
  const ports = z.array(z.number()).parse(JSON.parse(await toLines(child).next()));
  return { child, pid: child.pid ?? 0, ports };
}

/** Starts a Python program, whose output is read line by line. */
export function startPython(program: string, ...argv: readonly string[]) {
  const child = spawn('python3', ['-c', program, ...argv], { stdio: ['pipe', 'pipe', 'inherit'] });
  endAfterTest(child);
  return { child, lines: toLines(child) };
}

export function toLines(child: ChildProcess): { next(): Promise<string> } {
  if (child.stdout === null) throw new Error('no output');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { next: async () => String((await lines.next()).value) };
}

/** Ends the process with the test. */
export function endAfterTest(child: ChildProcess): void {
  onTestFinished(() => end(child));
}

/** Ends a process of the test's own. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** The listeners of a scan that lacks nothing. */
export function scanned(scan: ScanResult): readonly Listener[] {
  if (scan.kind === 'failed') throw new Error(`${scan.reason}: ${scan.detail}`);
  expect(scan.missing).toEqual([]);
  return scan.listeners;
}

/** The pids of those who hold the port, or undefined when nobody listens there. */
export function ownersOf(scan: ScanResult, port: number): readonly number[] | undefined {
  return scanned(scan)
    .find((listener) => listener.port === port)
    ?.owners.map(toPid);
}

export function toPid(owner: Owner): number {
  return owner.identity.pid;
}

export function byNumber(a: number, b: number): number {
  return a - b;
}
