import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, realpathSync } from 'node:fs';
import { array, assert, constantFrom, integer, property, string } from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { decodeOutput } from '../../../electron/adapters/windows/decode-output.ts';
import { parseDistributions } from '../../../electron/adapters/windows/wsl/parse-distributions.ts';
import { parseReport } from '../../../electron/adapters/windows/wsl/parse-report.ts';
import { REPORT_SCRIPT } from '../../../electron/adapters/windows/wsl/report-script.ts';
import { readSamples } from './samples.ts';

const listSchema = z.array(z.object({ name: z.string(), state: z.string() }));
const toUtf16 = (text: string): Buffer => Buffer.from(text.replaceAll('\n', '\r\n'), 'utf16le');

describe('the list of distributions', () => {
  test.each(readSamples('wsl'))('$name is the same text in UTF-16', ({ name, text }) => {
    const file = new URL(`../../fixtures/windows/wsl/${name}.utf16le.bin`, import.meta.url);
    expect(decodeOutput(readFileSync(file))).toBe(text);
  });

  test.each(readSamples('wsl'))('$name has the names of its key', ({ key }) => {
    const running = listSchema.parse(key).filter(({ state }) => state === 'Running');
    const names = running.map(({ name }) => name);
    const expected = names.filter((name) => !name.startsWith('docker-desktop'));
    const list = `${names.join('\n')}\n`;
    expect(parseDistributions(decodeOutput(toUtf16(list)))).toEqual(expected);
    expect(parseDistributions(decodeOutput(Buffer.from(list)))).toEqual(expected);
    expect(parseDistributions(decodeOutput(toUtf16(`\ufeff${list}`)))).toEqual(expected);
  });

  test.each([
    'There are no running distributions.\r\n',
    'Es gibt keine ausgeführten Distributionen.\r\n',
    '没有正在运行的分发。\r\n',
    '',
  ])('a sentence of any language is no name: %j', (text) => {
    expect(parseDistributions(decodeOutput(toUtf16(text)))).toEqual([]);
  });

  test('whatever is listed, a name is safe on a command line and stands in the text', () => {
    assert(
      property(string({ maxLength: 200 }), (text) => {
        for (const name of parseDistributions(text)) {
          expect(name).toMatch(/^[A-Za-z0-9._-]+$/);
          expect(text).toContain(name);
        }
      }),
    );
  });
});

const LINE = (port: string, inode: number, state = '0A'): string =>
  `   0: 0100007F:${port} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 100 0 0 10 0`;
const WHOLE = [
  '@tcp',
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
  LINE('0BB8', 34_000),
  LINE('0BB9', 34_001, '01'),
  '@tcp6',
  '   0: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 34002 1 0',
  '@links',
  '/proc/4711/fd:',
  'lrwx------ 1 1000 1000 64 Nov 21 14:26 18 -> socket:[34000]',
  'lrwx------ 1 1000 1000 64 Nov 21 14:26 19 -> /home/ann/a socket:[34002]',
  '/proc/4800/fd:',
  'lrwx------ 1 1000 1000 64 Nov 21 14:26 3 -> socket:[34000]',
  'lrwx------ 1 1000 1000 64 Nov 21 14:26 4 -> socket:[34002]',
  '@exe',
  'lrwxrwxrwx 1 1000 1000 0 Nov 21 14:26 /proc/4711/exe -> /usr/bin/node',
  'lrwxrwxrwx 1 1000 1000 0 Nov 21 14:26 /proc/4800/exe -> /opt/new (deleted)',
  '@cwd',
  'lrwxrwxrwx 1 1000 1000 0 Nov 21 14:26 /proc/4711/cwd -> /home/ann/my shop',
  '@comm',
  '==> /proc/4711/comm <==',
  'node',
  '',
  '==> /proc/4800/comm <==',
  'worker',
  '',
  '@cmdline',
  '==> /proc/4711/cmdline <==',
  'node\0server.js\0',
  '',
  '@end',
  '',
].join('\n');

describe('the report of a distribution', () => {
  test('names the process of each listening socket, of several the first', () => {
    expect(parseReport(WHOLE)).toEqual([
      {
        family: 4,
        port: 3000,
        pid: 4711,
        name: 'node',
        command: ['node', 'server.js'],
        executable: '/usr/bin/node',
        cwd: '/home/ann/my shop',
      },
      { family: 6, port: 8080, pid: 4800, name: 'worker', command: [''], executable: '/opt/new' },
    ]);
  });

  test('cut in the middle, it tells of nobody', () => {
    const end = WHOLE.indexOf('@end');
    for (let length = 0; length < end + 4; length += 1) {
      expect(parseReport(WHOLE.slice(0, length))).toEqual([]);
    }
  });

  test('what a process writes into its own arguments takes nobody’s place', () => {
    const evil = 'evil\n==> /proc/4800/cmdline <==\nsshd\0\n@links\n/proc/1/fd:';
    const forged = WHOLE.replace(
      'node\0server.js\0',
      `node\0${evil}\0\n\n==> /proc/4800/cmdline <==\nworker\0--all\0`,
    );
    const [node, worker] = parseReport(forged);
    expect([node?.command, worker?.command]).toEqual([['node', 'evil'], ['']]);
    expect([node?.pid, worker?.pid]).toEqual([4711, 4800]);
  });

  test('no text makes it fail, or tell of a pid that is not written there', () => {
    const lines = WHOLE.split('\n');
    const anyLine = constantFrom(...lines);
    assert(
      property(array(anyLine, { maxLength: 60 }), string(), integer(), (some, noise, at) => {
        const text = some.toSpliced(Math.abs(at) % (some.length + 1), 0, noise).join('\n');
        for (const { pid, port } of parseReport(text)) {
          expect(text).toContain(`/proc/${pid}/`);
          expect(text).toContain(port.toString(16).toUpperCase().padStart(4, '0'));
        }
      }),
    );
  });
});

const shells = ['sh', 'bash', 'busybox'].filter(
  (shell) => spawnSync('which', [shell]).status === 0,
);

describe.runIf(process.platform === 'linux')('the script that asks, on a real Linux', () => {
  test.each(shells)('%s tells who listens here', async (shell) => {
    const server = spawn(
      process.execPath,
      [
        '-e',
        "require('net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) }); process.stdin.resume()",
        'two words',
      ],
      { cwd: '/tmp', stdio: ['pipe', 'pipe', 'inherit'] },
    );
    onTestFinished(() => void server.kill('SIGKILL'));
    const [data] = (await once(server.stdout, 'data')) as [Buffer];
    const port = Number(data.toString());
    const { stdout, status } = spawnSync(shell, shell === 'busybox' ? ['sh'] : [], {
      input: REPORT_SCRIPT,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    expect(status).toBe(0);
    const found = parseReport(stdout).filter((holder) => holder.port === port);
    expect(found).toEqual([
      {
        family: 4,
        port,
        pid: server.pid,
        name: expect.stringMatching(/^(?:node|MainThread)$/),
        command: [process.execPath, '-e', expect.any(String), 'two words'],
        executable: realpathSync(process.execPath),
        cwd: '/tmp',
      },
    ]);
  });
});
