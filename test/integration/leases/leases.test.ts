import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHost } from '../../../electron/adapters/create-host.ts';
import { provePort } from '../../../electron/core/free-ports/prove-port.ts';
import { createLeases } from '../../../electron/core/leases/leases.ts';
import { readKnownOfPorts } from '../../../electron/core/leases/read-known.ts';
import { makeFolder, writeSettings } from '../../support/app-under-test.ts';
import { aWatchedPort, someSettings } from '../../support/builders.ts';
import { eventually } from '../../support/eventually.ts';
import { buildScenarios, type ScenarioProgram } from '../scenario-program.ts';

const PATIENCE_MS = 90_000;
const WATCHED = 20_500;

let program: ScenarioProgram;
let folder: ReturnType<typeof makeFolder>;
let children: Child[];

interface Child {
  readonly process: ChildProcess;
  readonly lines: string[];
}

beforeAll(async () => {
  program = await buildScenarios(new URL('lease-program.ts', import.meta.url));
});
afterAll(() => program.remove());

beforeEach(() => {
  folder = makeFolder();
  children = [];
  writeSettings(folder.path, someSettings({ watchedPorts: [aWatchedPort({ port: WATCHED })] }));
});

afterEach(async () => {
  for (const child of children) await kill(child);
  folder.remove();
});

function start(scenario: string, ...argv: readonly (string | number)[]): Child {
  const child = program.start(scenario, [folder.path, ...argv.map(String)]);
  const lines: string[] = [];
  let rest = '';
  child.stdout?.on('data', (piece: Buffer) => {
    const parts = (rest + piece.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  const started = { process: child, lines };
  children.push(started);
  return started;
}

async function kill({ process }: Child): Promise<void> {
  process.kill('SIGKILL');
  await eventually(
    () => process.exitCode !== null || process.signalCode !== null || undefined,
    'the end of a child',
  );
}

const waitForLines = ({ lines }: Child, count: number) =>
  eventually(() => (lines.length >= count ? lines : undefined), `${count} lines`, PATIENCE_MS);

const toPorts = (from: readonly Child[]): readonly number[] =>
  from.flatMap(({ lines }) => lines).map((line) => Number(line.split(' ')[0]));

function createOwn() {
  const host = createHost({ userDataFolder: folder.path });
  return { host, leases: createLeases({ host, readKnown: () => readKnownOfPorts(host) }) };
}

/** What lies beside the book and the app's own files. */
const listLeftovers = () =>
  readdirSync(folder.path).filter((name) => /^leases\.json\.(?!bak$)/.test(name));

test(
  'a thousand leases asked by fifty clients at once are all different, and all really free',
  { timeout: 2 * PATIENCE_MS },
  async () => {
    const app = start('app');
    await waitForLines(app, 1);
    const clients = Array.from({ length: 5 }, (_, index) => start('clients', `c${index}`, 10, 20));
    // Commands that go to the book themselves, while the app grants from it too.
    const alone = [start('alone', 'a', 15), start('alone', 'b', 15)];
    for (const client of clients) await waitForLines(client, 200);
    for (const one of alone) await waitForLines(one, 15);

    const ports = toPorts([...clients, ...alone]);
    expect(ports).toHaveLength(1030);
    expect(new Set(ports).size).toBe(1030);
    expect(ports.filter((port) => port < 20_000 || port > 32_767 || port === WATCHED)).toEqual([]);
    const { host, leases } = createOwn();
    // Others on this machine, who know nothing of these leases, may use one for a while.
    let unproven = ports;
    await eventually(
      async () => {
        const proofs = await Promise.all(
          unproven.map((port) => provePort(host, port, { protocols: ['tcp'] })),
        );
        unproven = unproven.filter((_, index) => proofs[index]?.kind !== 'bindable');
        return unproven.length === 0 || undefined;
      },
      'every leased port to be bindable',
      PATIENCE_MS / 3,
    );
    expect(new Set((await leases.list()).map(({ port }) => port))).toEqual(new Set(ports));
    expect(listLeftovers()).toEqual([]);
  },
);

test(
  'the app and its clients killed in the middle grant nothing twice and leave nothing behind',
  { timeout: 4 * PATIENCE_MS },
  async () => {
    const survivor = start('alone', 'survivor', 20);
    for (let round = 0; round < 3; round += 1) {
      const app = start('app');
      await waitForLines(app, 1);
      const clients = [start('clients', `c${round}`, 5, 400), start('alone', `a${round}`, 400)];
      for (const client of clients) await waitForLines(client, 10 + 7 * round);
      await Promise.all([kill(app), ...clients.map(kill)]);
    }
    await waitForLines(survivor, 20);
    const { leases } = createOwn();
    // A lock that was held when its holder was killed is taken over here.
    const granted = await leases.grant({
      name: 'after',
      protocols: ['tcp'],
      term: { kind: 'reservation' },
    });
    if (granted.kind !== 'granted') throw new Error(granted.kind);
    const mine = toPorts([survivor]);
    const held = await leases.list();
    expect(new Set(held.map(({ port }) => port))).toEqual(new Set([...mine, granted.lease.port]));
    expect(held).toHaveLength(21);
    expect(listLeftovers()).toEqual([]);
    const text = readFileSync(join(folder.path, 'leases.json'), 'utf8');
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  },
);
