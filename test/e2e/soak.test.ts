import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aWatchedPort } from '../support/builders.ts';
import { startChurn, type Churn } from '../support/churn.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';
import { readSizesByKind, type ProcessSize } from '../support/process-sizes.ts';
import { readSoakMinutes, toCourse, toGrowth, toGrowthMax, toGrowthText } from '../support/soak.ts';
import { startSquatter, type Squatter } from '../support/squatter.ts';

const MINUTES = readSoakMinutes(1);
/** One round: a conflict comes and goes, windows open and close. */
const ROUND_MS = 10_000;
const TICK_MS = 500;
/** Six listeners close in a tick and six open: with the rests, twenty changes in a second. */
const LISTENERS_A_TICK = 6;
/** So often the changes rest, and what was recorded is held against the truth. */
const ROUNDS_TO_A_REST = 3;
const WITHIN_MS = 30_000;
const PORT = 62_370;
const FALLBACK = 62_371;
/** Below the ports that systems lend out, of which no history is kept. */
const FIRST_PORT = 20_000;
const LAST_PORT = 31_000;

let desk: Desk;
let churn: Churn;
let squatter: Squatter | undefined;

beforeEach(async () => {
  desk = await openDesk();
  const envFile = join(desk.folder, '.env');
  writeFileSync(envFile, `PORT=${PORT}\n`);
  churn = await startChurn({
    holders: 10,
    socketsEach: 50,
    firstPort: FIRST_PORT,
    lastPort: LAST_PORT,
  });
  await desk.start({
    watchedPorts: [
      aWatchedPort({
        port: PORT,
        expectedOwner: { kind: 'executable', executable: '/usr/bin/next' },
        fallbackPorts: [{ from: FALLBACK, to: FALLBACK + 5 }],
        configTargets: [{ kind: 'dotenv', file: envFile, key: 'PORT' }],
      }),
    ],
  });
});

afterEach(async () => {
  await desk.close();
  await squatter?.stop();
  churn.stop();
});

const waitForTooltip = (part: string): Promise<string> => desk.waitForTooltip(part, WITHIN_MS);

/**
 * Undefined where the answer was lost: the engine's debugger holds it weakly, and memory may be
 * tidied before it is handed over.
 */
async function isPopoverSeen(): Promise<boolean | undefined> {
  try {
    return await desk.app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some(
        (window) => window.webContents.getURL().includes('view=popover') && window.isVisible(),
      ),
    );
  } catch (error) {
    if (String(error).includes('Resulting promise was garbage collected')) return undefined;
    throw error;
  }
}

/** A conflict begins, the windows show it, the tray ends it. */
async function liveThroughConflict(round: number): Promise<void> {
  const current = await startSquatter({ port: PORT, cwd: desk.folder });
  squatter = current;
  await waitForTooltip('1 conflict');
  const popover = await desk.openPopover();
  await popover.getByText('1 conflict').first().waitFor({ timeout: WITHIN_MS });
  if (round % 2 === 0) {
    await desk.tray.click(`${PORT}, web`, 'Kill node');
    await eventually(() => current.hasEnded() || undefined, 'the squatter to end', WITHIN_MS);
  } else {
    await clickAsSoonAsThere(`${PORT}, web`, `Move web to ${FALLBACK}`);
    await waitForTooltip('All ports as expected');
    await clickAsSoonAsThere(`Undo: move web back to ${PORT}`);
    await waitForTooltip('1 conflict');
    await current.stop();
  }
  await waitForTooltip('All ports as expected');
  await popover.keyboard.press('Escape');
  await eventually(
    async () => ((await isPopoverSeen()) === false ? true : undefined),
    'the popover to go',
    WITHIN_MS,
  );
  await desk.tray.click(round % 4 < 2 ? 'Settings' : 'History');
  const other = await desk.app.waitForWindow(round % 4 < 2 ? 'settings' : 'history');
  await other.close();
}

/** An offer is worked out after its conflict is told. */
async function clickAsSoonAsThere(...labels: readonly string[]): Promise<void> {
  await eventually(
    async () => {
      try {
        await desk.tray.click(...labels);
        return true;
      } catch {
        return undefined;
      }
    },
    `a click on ${labels.join(' > ')}`,
    WITHIN_MS,
  );
}

/** Changes listeners until the time is over; resolves to how many came or went. */
async function changeListeners(untilMs: number): Promise<number> {
  let changes = 0;
  while (performance.now() < untilMs) {
    const nextMs = performance.now() + TICK_MS;
    await churn.change(LISTENERS_A_TICK);
    changes += 2 * LISTENERS_A_TICK;
    await sleep(Math.max(0, nextMs - performance.now()));
  }
  return changes;
}

/** What the history says is held, read on from where it was read last. */
function followHistory(file: string): () => ReadonlySet<number> {
  const held = new Map<string, number>();
  let offset = 0;
  let rest = '';
  return () => {
    const { text, bytes } = readFrom(file, offset);
    offset += bytes;
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const { kind, id, port } = JSON.parse(line) as { kind: string; id: string; port: number };
      if (kind === 'occupancy-began') held.set(id, port);
      if (kind === 'occupancy-ended') held.delete(id);
    }
    return new Set(held.values());
  };
}

function readFrom(file: string, offset: number) {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(1 << 20);
    const bytes = readSync(descriptor, buffer, 0, buffer.length, offset);
    return { bytes, text: buffer.subarray(0, bytes).toString('latin1') };
  } finally {
    closeSync(descriptor);
  }
}

function readTroubles(): readonly string[] {
  return readFileSync(join(desk.dataFolder, 'logs/portreeve.log'), 'utf8')
    .split('\n')
    .filter((line) => /"level":"(?:warn|error)"/.test(line));
}

test(
  'the app lives through changes, conflicts, kills, moves and windows, misses none and does not grow',
  { timeout: MINUTES * 2 * 60_000 + 120_000 },
  async () => {
    await waitForTooltip('All ports as expected');
    const readHeld = followHistory(join(desk.dataFolder, 'history.jsonl'));
    const sizes: ReadonlyMap<string, ProcessSize>[] = [];
    const beginMs = performance.now();
    let changes = 0;
    let rounds = 0;
    while (performance.now() - beginMs < MINUTES * 60_000) {
      rounds += 1;
      const [, changed] = await Promise.all([
        liveThroughConflict(rounds),
        changeListeners(performance.now() + ROUND_MS),
      ]);
      changes += changed;
      if (rounds % ROUNDS_TO_A_REST === 0) {
        await churn.replaceHolder();
        await recordedAsItIs(readHeld, rounds);
      }
      sizes.push(readSizesByKind(desk.app.electron.process().pid ?? 0));
    }
    const seconds = (performance.now() - beginMs) / 1000;
    report(`${rounds} rounds in ${seconds.toFixed(0)} s, ${changes} changes`);
    report(
      `load of the machine: ${loadavg()
        .map((load) => load.toFixed(1))
        .join(' ')}`,
    );
    for (const kind of sizes[0]?.keys() ?? []) {
      const ofKind = sizes.flatMap((size) => size.get(kind) ?? []);
      const growth = toGrowth(ofKind);
      report(`${kind}: ${toGrowthText(growth)}; on the way ${toCourse(ofKind)}`);
      expect.soft(growth.late.rssMb / growth.early.rssMb, kind).toBeLessThan(toGrowthMax(MINUTES));
      expect.soft(growth.late.descriptors, kind).toBeLessThan(growth.early.descriptors + 5);
    }
    expect(readTroubles()).toEqual([]);
  },
);

function report(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function recordedAsItIs(readHeld: () => ReadonlySet<number>, round: number): Promise<void> {
  const ours = new Set(churn.list().map(({ port }) => port));
  await eventually(
    () => {
      const held = [...readHeld()].filter((port) => churn.ports.has(port));
      return (held.length === ours.size && held.every((port) => ours.has(port))) || undefined;
    },
    `round ${round}: the record to be the truth`,
    WITHIN_MS,
  );
}
