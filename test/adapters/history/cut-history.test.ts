import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { cutHistory } from '../../../electron/adapters/history/cut-history.ts';
import { formatEntry } from '../../../electron/adapters/history/history-lines.ts';
import { makeFolder } from '../surroundings.ts';
import { aMarker } from './entries.ts';

/** Appends one line after the other as another process does, until it is told to end; tells of each. */
const APPENDER = `
import { appendLines } from '/*module*/';
let isEnded = false;
process.stdin.resume().once('end', () => (isEnded = true));
for (let n = 0; !isEnded; n += 1) {
  const line = JSON.stringify({ v: 2, at: '2025-11-21T08:00:00.000Z', kind: 'watching-ended', id: 'late ' + n });
  // It says so where the file was replaced again and again under it, as a slow disk makes likely.
  while (!(await appendLines(process.argv[2], line + '\\n')));
  process.stdout.write('.');
}
`;

async function buildAppender(folder: string): Promise<string> {
  const module = join(import.meta.dirname, '../../../electron/adapters/history/append-lines.ts');
  const source = join(folder, 'appender.ts');
  writeFileSync(source, APPENDER.replace('/*module*/', module));
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: source,
      outDir: join(folder, 'out'),
      rolldownOptions: { output: { entryFileNames: 'appender.mjs' } },
    },
  });
  return join(folder, 'out', 'appender.mjs');
}

/** So often the file is replaced, and so many lines are appended meanwhile, at least. */
const ROUNDS = 40;
const LINES = 100;

it('loses no line that another process appends while the file is replaced', async () => {
  const folder = makeFolder();
  const program = await buildAppender(folder);
  const file = join(folder, 'history.jsonl');
  const hour = (n: number): number => Date.parse('2023-01-01T00:00:00.000Z') + n * 3_600_000;
  const old = Array.from({ length: 20_000 }, (_, n) =>
    formatEntry(aMarker('watching-began', new Date(hour(n)).toISOString())),
  );
  writeFileSync(file, old.join(''));
  const child = spawn(process.execPath, [program, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  let appended = 0;
  child.stdout.on('data', (dots: Buffer) => (appended += dots.length));
  await once(child.stdout, 'data');
  let replaced = 0;
  const isEnough = (): boolean => replaced >= ROUNDS && appended >= LINES;
  // Each look finds another day too old, so that the file is replaced again and again.
  for (let days = 3; days < 800 && !isEnough(); days += 1) {
    const before = statSync(file).ino;
    await cutHistory(file, { bytesMax: 1e9, ageMaxMs: hour(old.length) - hour(days * 24) });
    if (statSync(file).ino !== before) replaced += 1;
    await sleep(5);
  }
  child.stdin.end();
  expect(isEnough()).toBe(true);
  expect(await ended).toEqual([0, null]);
  const text = readFileSync(file, 'utf8');
  const missing = Array.from({ length: appended }, (_, n) => `"late ${n}"`).filter(
    (id) => !text.includes(id),
  );
  expect(missing).toEqual([]);
  expect(readdirSync(folder).filter((name) => /\.(?:tmp|old)$/.test(name))).toEqual([]);
});
