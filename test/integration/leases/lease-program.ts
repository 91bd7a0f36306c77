import { createHost } from '../../../electron/adapters/create-host.ts';
import { createApp } from '../../../electron/app.ts';
import { createCoordinator } from '../../../electron/ipc/coordinator.ts';
import { createLeases } from '../../../electron/core/leases/leases.ts';
import { readKnownOfPorts } from '../../../electron/core/leases/read-known.ts';
import { PROTOCOL_VERSIONS, type Answer } from '../../../shared/coordinator.ts';
import type { LeaseOutcome, LeaseRequest } from '../../../shared/lease.ts';

/*
 * node lease-program.js app <folder>                             the app without a window
 * node lease-program.js clients <folder> <name> <clients> <each> ask the app, all at once
 * node lease-program.js alone <folder> <name> <count>            do it without the app
 *
 * Every lease is one line: its port, and how long the answer took in ms. The program then lives
 * on, and the leases with it.
 */

const [scenario = '', folder = '', name = '', ...counts] = process.argv.slice(2);
const [first = 1, second = 1] = counts.map(Number);
const host = createHost({ userDataFolder: folder });

const toRequest = (service: string): LeaseRequest => ({
  name: service,
  protocols: ['tcp'],
  term: { kind: 'process', identity: host.processes.self },
});

function tell(outcome: LeaseOutcome | undefined, ms: number): void {
  const port = outcome?.kind === 'granted' ? outcome.lease.port : (outcome?.kind ?? 'no answer');
  process.stdout.write(`${port} ${ms.toFixed(2)}\n`);
}

async function serve(): Promise<void> {
  const app = createApp(host);
  await app.start();
  const coordinator = createCoordinator(host, app.requests);
  await coordinator.start();
  coordinator.answer();
  process.stdout.write('ready\n');
}

/** One connection that asks for several leases one after the other, each for a service of its own. */
async function beClient(client: number, count: number): Promise<void> {
  const connection = await host.coordinator.connect();
  const exchange = (message: object): Promise<string | undefined> =>
    connection?.exchange(JSON.stringify(message), 60_000) ?? Promise.resolve(undefined);
  await exchange({ kind: 'hello', versions: PROTOCOL_VERSIONS });
  for (let id = 0; id < count; id += 1) {
    const startedMs = performance.now();
    // A process has one lease of a name, so each is another service.
    const input = toRequest(`${name}-${client}-${id}`);
    const line = await exchange({ id, name: 'lease.grant', input });
    const answer = line === undefined ? undefined : (JSON.parse(line) as Answer);
    const output = answer?.kind === 'reply' ? (answer.output as LeaseOutcome) : undefined;
    tell(output, performance.now() - startedMs);
  }
}

async function leaseAlone(count: number): Promise<void> {
  const leases = createLeases({ host, readKnown: () => readKnownOfPorts(host) });
  for (let id = 0; id < count; id += 1) {
    const startedMs = performance.now();
    tell(await leases.grant(toRequest(`${name}-${id}`)), performance.now() - startedMs);
  }
}

setInterval(() => undefined, 60_000);
if (scenario === 'app') await serve();
if (scenario === 'clients') {
  await Promise.all(Array.from({ length: first }, (_, client) => beClient(client, second)));
}
if (scenario === 'alone') await leaseAlone(first);
