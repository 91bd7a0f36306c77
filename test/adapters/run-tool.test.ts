import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runTool, type ToolCall, type ToolResult } from '../../electron/adapters/run-tool.ts';
import { eventually } from '../support/eventually.ts';

const LONG_MS = 15_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-tool-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(process.platform === 'win32')('a tool', () => {
  test('answers with what it wrote and how it ended', async () => {
    expect(await run('echo out; echo err >&2; exit 4')).toEqual({
      kind: 'ended',
      exitCode: 4,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  test('gets its arguments as they are, whatever a shell would make of them', async () => {
    const args = ['$HOME', '; exit 9', '`id`', "'", '', '--', '-x', '*', 'é'];
    const result = await run('for a; do printf "[%s]" "$a"; done', { args });
    expect(result).toMatchObject({ stdout: args.map((argument) => `[${argument}]`).join('') });
  });

  test('sees a plain environment, no input and no terminal', async () => {
    const script = 'cat; env | sort | grep -v "^\\(PWD\\|SHLVL\\|_\\)="; [ -t 0 ] && echo terminal';
    const result = await run(`${script}; pwd`, { env: { ASKED_FOR: 'yes' } });
    expect(result).toMatchObject({
      stdout: [
        'ASKED_FOR=yes',
        'LC_ALL=C',
        'PATH=/usr/bin:/bin:/usr/sbin:/sbin:/run/wrappers/bin:/run/current-system/sw/bin',
        '/',
        '',
      ].join('\n'),
    });
  });

  test('that writes bytes of no text is still read', async () => {
    expect(await run(String.raw`printf 'a\377\300b'`)).toMatchObject({ stdout: 'a��b' });
  });

  test('is looked up by name in the system’s folders and nowhere else', async () => {
    writeTool('portreeve-no-such-tool', 'exit 0');
    const before = process.env['PATH'];
    process.env['PATH'] = `${folder}:${before ?? ''}`;
    try {
      expect(await runTool({ ...call, tool: 'portreeve-no-such-tool' })).toEqual({
        kind: 'not-installed',
      });
      expect(await runTool({ ...call, tool: 'true' })).toMatchObject({ exitCode: 0 });
    } finally {
      process.env['PATH'] = before;
    }
  });

  test('that is missing, a folder, no program or without its interpreter is told apart', async () => {
    writeFileSync(join(folder, 'plain'), '#!/bin/sh\n', { mode: 0o644 });
    writeFileSync(join(folder, 'orphan'), '#!/no/such/interpreter\n', { mode: 0o755 });
    const results = await Promise.all(
      [join(folder, 'missing'), folder, ...['plain', 'orphan'].map(inFolder)].map((tool) =>
        runTool({ ...call, tool }),
      ),
    );
    expect(results).toEqual([
      { kind: 'not-installed' },
      { kind: 'not-installed' },
      { kind: 'failed', detail: 'EACCES' },
      { kind: 'failed', detail: 'ENOENT' },
    ]);
  });

  test('that is ended by a signal has failed', async () => {
    expect(await run('kill -s SEGV $$')).toEqual({ kind: 'failed', detail: 'SIGSEGV' });
  });

  test('whose arguments are too many for the system has failed', async () => {
    const args = Array.from({ length: 40 }, () => 'x'.repeat(120_000));
    expect(await run('exit 0', { args })).toEqual({ kind: 'failed', detail: 'E2BIG' });
  });
});

describe.skipIf(process.platform === 'win32')('a tool that does not end', () => {
  test('is ended at the deadline, and so is what it started', async () => {
    const pids = inFolder('pids');
    const result = await run(
      `trap '' TERM HUP INT; sleep 300 & sleep 301 & echo $$ $! > ${pids}.new; mv ${pids}.new ${pids}; wait`,
      { deadlineMs: 1_500 },
    );
    expect(result).toEqual({ kind: 'timed-out' });
    for (const pid of readPids(pids)) await waitForEnd(pid);
  });

  test('leaves nothing behind when it ends itself before a child of its own', async () => {
    const pids = inFolder('pids');
    expect(await run(`sleep 300 & echo $! > ${pids}; echo done`)).toEqual({
      kind: 'ended',
      exitCode: 0,
      stdout: 'done\n',
      stderr: '',
    });
    for (const pid of readPids(pids)) await waitForEnd(pid);
  });

  test.skipIf(!existsSync('/usr/bin/setsid'))(
    'keeps nobody waiting through a child that left its group with the output open',
    async () => {
      const pids = inFolder('pids');
      const script = `setsid sh -c 'echo $$ > ${pids}; exec sleep 60' & while [ ! -s ${pids} ]; do :; done; echo done`;
      expect(await run(script)).toMatchObject({ kind: 'ended', stdout: 'done\n' });
      for (const pid of readPids(pids)) process.kill(pid, 'SIGKILL');
    },
  );
});

describe.skipIf(process.platform === 'win32')('a tool that writes too much', () => {
  test('is ended at the limit instead of being kept in memory', async () => {
    expect(await run('head -c 50000000 /dev/zero; sleep 300')).toEqual({ kind: 'too-much-output' });
  });

  test('may write up to the limit, on both outputs together', async () => {
    const script = 'head -c 600 /dev/zero; head -c 400 /dev/zero >&2';
    expect(await run(script, { maxOutputBytes: 1000 })).toMatchObject({ kind: 'ended' });
    expect(await run(script, { maxOutputBytes: 999 })).toEqual({ kind: 'too-much-output' });
  });
});

const call = { args: [], deadlineMs: LONG_MS } as const;

function inFolder(name: string): string {
  return join(folder, name);
}

function writeTool(name: string, script: string): string {
  writeFileSync(inFolder(name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return inFolder(name);
}

function run(script: string, more: Partial<ToolCall> = {}): Promise<ToolResult> {
  return runTool({ ...call, tool: writeTool('tool', script), ...more });
}

function readPids(path: string): readonly number[] {
  const pids = readFileSync(path, 'utf8').trim().split(' ').map(Number);
  expect(pids.every((pid) => Number.isSafeInteger(pid) && pid > 1)).toBe(true);
  return pids;
}

/** Fails when the process does not end. */
async function waitForEnd(pid: number): Promise<void> {
  await eventually(() => hasEnded(pid) || undefined, `process ${pid} to end`);
}

function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return true;
  }
  /** A zombie whose new parent has not looked yet. */
  return (
    process.platform === 'linux' && / \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  );
}
