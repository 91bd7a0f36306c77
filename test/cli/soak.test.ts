import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { makeFolder, projectFolder } from '../support/app-under-test.ts';
import { startChurn, type Churn } from '../support/churn.ts';
import { eventually } from '../support/eventually.ts';
import { readSize, type ProcessSize } from '../support/process-sizes.ts';
import { readSoakMinutes, toGrowth, toGrowthMax, toGrowthText } from '../support/soak.ts';

const MINUTES = readSoakMinutes(0.2);
/** How many listeners change hands in one round. */
const CHANGES = 10;
const FIRST_PORT = 47_000;
const LAST_PORT = 49_000;

let watching: ChildProcess | undefined;
let churn: Churn | undefined;
afterEach(() => {
  watching?.kill('SIGKILL');
  churn?.stop();
});

interface Change {
  readonly coverage: string;
  readonly added: readonly Told[];
  readonly removed: readonly Told[];
}

interface Told {
  readonly port: number;
  readonly address: string;
  readonly owners: readonly { readonly pid: number }[];
}

/** `portreeve watch --json`, with what its lines add up to. */
function startWatch(userDataFolder: string, ourPids: ReadonlySet<number>) {
  const cli = join(projectFolder, 'dist/cli.js');
  const child = spawn(
    process.execPath,
    [
      cli,
      'watch',
      '--json',
      '--interval',
      '250',
      '--port',
      `${FIRST_PORT}-${LAST_PORT}`,
      '--user-data-dir',
      userDataFolder,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  watching = child;
  const shown = new Set<string>();
  const isOurs = ({ owners }: Told): boolean => owners.some(({ pid }) => ourPids.has(pid));
  const toRow = ({ port, owners }: Told): string =>
    `${port} ${owners.map(({ pid }) => pid).join(' ')}`;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const change = JSON.parse(line) as Change;
    expect(change.coverage).toBe('complete');
    for (const told of change.removed) shown.delete(toRow(told));
    for (const told of change.added.filter(isOurs)) shown.add(toRow(told));
  });
  return { pid: child.pid ?? 0, shown };
}

const toSorted = (rows: Iterable<string>): readonly string[] => [...rows].toSorted();

test.skipIf(process.platform !== 'linux')(
  'a watch over many changes misses none, shows nothing false, and does not grow',
  { timeout: MINUTES * 60_000 + 120_000 },
  async () => {
    const folder = makeFolder();
    const changing = await startChurn({
      holders: 10,
      socketsEach: 50,
      firstPort: FIRST_PORT,
      lastPort: LAST_PORT,
    });
    churn = changing;
    const watch = startWatch(folder.path, changing.pids);
    const truth = (): readonly string[] =>
      toSorted(changing.list().map(({ port, pid }) => `${port} ${pid}`));
    const sizes: ProcessSize[] = [];
    const endMs = performance.now() + MINUTES * 60_000;
    let rounds = 0;
    while (performance.now() < endMs) {
      rounds += 1;
      await changing.change(CHANGES);
      if (rounds % 10 === 0) await changing.replaceHolder();
      await toldAsItIs(watch.shown, truth(), rounds);
      sizes.push(readSize(watch.pid));
    }
    const growth = toGrowth(sizes);
    process.stdout.write(
      `${rounds} rounds, ${rounds * CHANGES} changes: ${toGrowthText(growth)}\n`,
    );
    expect(growth.late.descriptors).toBe(growth.early.descriptors);
    expect(growth.late.rssMb / growth.early.rssMb).toBeLessThan(toGrowthMax(MINUTES));
    folder.remove();
  },
);

async function toldAsItIs(
  shown: ReadonlySet<string>,
  truth: readonly string[],
  round: number,
): Promise<void> {
  const wanted = truth.join('\n');
  try {
    await eventually(() => toSorted(shown).join('\n') === wanted || undefined, 'the truth');
  } catch {
    const missed = truth.filter((row) => !shown.has(row));
    const wrong = [...shown].filter((row) => !truth.includes(row));
    throw new Error(`round ${round}: missed ${missed.join(', ')}; wrong ${wrong.join(', ')}`);
  }
}
