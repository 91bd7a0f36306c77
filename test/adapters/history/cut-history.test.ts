import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { cutHistory } from '../../../electron/adapters/history/cut-history.ts';
import { formatEntry } from '../../../electron/adapters/history/history-lines.ts';
import { makeFolder } from '../surroundings.ts';
import { aMarker } from './entries.ts';

/** Appends one line after the other as another process does, and tells how many. */
const APPENDER = `
import { appendLines } from '/*module*/';
const [file, count] = process.argv.slice(2);
for (let n = 0; n < Number(count); n += 1) {
  const line = JSON.stringify({ v: 2, at: '2025-11-21T08:00:00.000Z', kind: 'watching-ended', id: 'late ' + n });
  if (!(await appendLines(file, line + '\\n'))) process.exit(3);
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

const COUNT = 400;

it('loses no line that another process appends while the file is replaced', async () => {
  const folder = makeFolder();
  const program = await buildAppender(folder);
  const file = join(folder, 'history.jsonl');
  const hour = (n: number): number => Date.parse('2023-01-01T00:00:00.000Z') + n * 3_600_000;
  const old = Array.from({ length: 20_000 }, (_, n) =>
    formatEntry(aMarker('watching-began', new Date(hour(n)).toISOString())),
  );
  writeFileSync(file, old.join(''));
  const child = spawn(process.execPath, [program, file, String(COUNT)], { stdio: 'inherit' });
  const ended = once(child, 'exit');
  let replaced = 0;
  let inode = statSync(file).ino;
  // Each look finds another day too old, so that the file is replaced again and again.
  for (let days = 3; days < 800 && child.exitCode === null; days += 1) {
    await cutHistory(file, { bytesMax: 1e9, ageMaxMs: hour(old.length) - hour(days * 24) });
    const next = statSync(file).ino;
    if (next !== inode) replaced += 1;
    inode = next;
  }
  expect(await ended).toEqual([0, null]);
  const text = readFileSync(file, 'utf8');
  const missing = Array.from({ length: COUNT }, (_, n) => `"late ${n}"`).filter(
    (id) => !text.includes(id),
  );
  expect(missing).toEqual([]);
  expect(replaced).toBeGreaterThan(5);
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
