import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder, projectFolder } from '../support/app-under-test.ts';
import { eventually } from '../support/eventually.ts';
import { takePorts } from '../support/ports.ts';
import { startSquatter, type Squatter } from '../support/squatter.ts';

const PORT = takePorts('cli/watch');

let folder: ReturnType<typeof makeFolder>;
const children: ChildProcess[] = [];
const squatters: Squatter[] = [];
beforeEach(() => {
  folder = makeFolder();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(squatters.splice(0).map((squatter) => squatter.stop()));
  folder.remove();
});

interface Line {
  readonly coverage: string;
  readonly scanMs: number;
  readonly added: readonly { readonly port: number }[];
  readonly removed: readonly { readonly port: number }[];
}

function startWatch(...args: readonly string[]) {
  const child = spawn(
    process.execPath,
    [
      join(projectFolder, 'dist/cli.js'),
      'watch',
      '--interval',
      '200',
      '--port',
      String(PORT),
      '--user-data-dir',
      folder.path,
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return { child, lines, ended };
}

test('prints one line of JSON a change and ends cleanly when asked to', async () => {
  const { child, lines, ended } = startWatch('--json');
  await eventually(() => lines.length > 0 || undefined, 'the first line');
  const squatter = await startSquatter({ port: PORT, cwd: folder.path });
  squatters.push(squatter);
  await eventually(() => lines.length > 1 || undefined, 'the line of the new listener');
  await squatter.stop();
  await eventually(() => lines.length > 2 || undefined, 'the line of its end');
  child.kill('SIGTERM');
  expect(await ended).toEqual({ code: 0, signal: null });
  const changes = lines.map((line) => JSON.parse(line) as Line);
  expect(
    changes.map(({ coverage, added, removed }) => ({
      coverage,
      added: added.map(({ port }) => port),
      removed: removed.map(({ port }) => port),
    })),
  ).toEqual([
    { coverage: 'complete', added: [], removed: [] },
    { coverage: 'complete', added: [PORT], removed: [] },
    { coverage: 'complete', added: [], removed: [PORT] },
  ]);
});

test.runIf(process.platform === 'linux')(
  'ends when nobody reads it any more, though nothing changes',
  async () => {
    const { child, lines, ended } = startWatch('--json');
    await eventually(() => lines.length > 0 || undefined, 'the first line');
    child.stdout.destroy();
    expect(await ended).toEqual({ code: 0, signal: null });
  },
);

test('ends when nobody reads it any more', async () => {
  const { child, ended } = startWatch();
  child.stdout.destroy();
  squatters.push(await startSquatter({ port: PORT, cwd: folder.path }));
  expect(await ended).toEqual({ code: 0, signal: null });
});
