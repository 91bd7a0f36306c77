import { readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import type * as promises from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeFolder } from '../surroundings.ts';
import { aMarker, at } from './entries.ts';

/*
 * The app is killed at every step of a cut, while another process appends right before the file is
 * replaced.
 */

interface Steps {
  /** Before this one the app ends; 0 never. */
  killedAt: number;
  taken: number;
  beforeRename: (() => Promise<void>) | undefined;
  readonly handles: promises.FileHandle[];
}
const steps = vi.hoisted((): Steps => {
  return { killedAt: 0, taken: 0, beforeRename: undefined, handles: [] };
});

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof promises>();
  const never = new Promise<never>(() => undefined);
  function step<P extends readonly unknown[], R>(act: (...parts: P) => Promise<R>) {
    return async (...parts: P): Promise<R> => {
      steps.taken += 1;
      return steps.taken === steps.killedAt ? never : act(...parts);
    };
  }
  return {
    ...real,
    link: step(real.link),
    rm: step(real.rm),
    unlink: step(real.unlink),
    rename: step(async (from: string, to: string) => {
      await steps.beforeRename?.();
      await real.rename(from, to);
    }),
    open: step(async (...parts: Parameters<typeof real.open>) => {
      const handle = await real.open(...parts);
      steps.handles.push(handle);
      return handle;
    }),
  };
});
const { appendLines } = await import('../../../electron/adapters/history/append-lines.ts');
const { cutHistory } = await import('../../../electron/adapters/history/cut-history.ts');
const { formatEntry } = await import('../../../electron/adapters/history/history-lines.ts');
const { createHistoryStore } = await import('../../../electron/adapters/history/history-store.ts');

const old = Array.from({ length: 200 }, (_, n) =>
  formatEntry({ ...aMarker('watching-ended', at('08:00')), id: `old ${n}` }),
);
const late = formatEntry({ ...aMarker('watching-ended', at('09:00')), id: 'late' });
const begins = aMarker('watching-began', at('10:00'));
const limits = { bytesMax: 4000, ageMaxMs: Infinity };

function reset(): void {
  Object.assign(steps, { killedAt: 0, taken: 0, beforeRename: undefined });
}
beforeEach(reset);
afterEach(async () => {
  // A killed process closes nothing by itself.
  await Promise.allSettled(steps.handles.splice(0).map((handle) => handle.close()));
});

function keepOld(): string {
  const file = join(makeFolder(), 'history.jsonl');
  writeFileSync(file, old.join(''));
  return file;
}

/** Whether the cut came to its end, and what the other process was told. */
async function cut(file: string, killedAt: number) {
  let told = false;
  Object.assign(steps, { killedAt, taken: 0 });
  steps.beforeRename = async () => {
    const { taken } = steps;
    steps.killedAt = 0;
    told = await appendLines(file, late);
    Object.assign(steps, { killedAt, taken });
  };
  const killed = new Promise<'killed'>((resolve) => setTimeout(() => resolve('killed'), 100));
  const end = await Promise.race([cutHistory(file, limits).then(() => 'whole' as const), killed]);
  reset();
  return { end, told };
}

/** So that nobody who is alive could still be at it. */
function letTimePass(folder: string): void {
  const before = new Date(Date.now() - 2 * 3_600_000);
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), before, before);
}

it('a cut that is killed at any step loses no line that was told as saved, and leaves nothing', async () => {
  const ends: string[] = [];
  for (let killedAt = 1; ends.at(-1) !== 'whole'; killedAt += 1) {
    const file = keepOld();
    const { end, told } = await cut(file, killedAt);
    ends.push(end);
    letTimePass(dirname(file));
    const store = createHistoryStore({ folder: dirname(file) });
    await store.append([begins], { ...limits, bytesMax: 1e9 });
    expect(readdirSync(dirname(file))).toEqual(['history.jsonl']);
    const text = readFileSync(file, 'utf8');
    expect([killedAt, text.includes(late)]).toEqual([killedAt, told]);
    expect(text).toContain(old.at(-1));
    expect(text).toContain(formatEntry(begins));
  }
  expect(ends.length).toBeGreaterThan(4);
});

it('what another process may still write to is left alone', async () => {
  const file = keepOld();
  const other = `${file}.0123456789ab.tmp`;
  writeFileSync(other, 'half');
  await createHistoryStore({ folder: dirname(file) }).append([begins], limits);
  expect(readFileSync(other, 'utf8')).toBe('half');
  letTimePass(dirname(file));
  await createHistoryStore({ folder: dirname(file) }).append([begins], limits);
  expect(readdirSync(dirname(file))).toEqual(['history.jsonl']);
});
