import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toHelperCommand, toShellLine } from '../../../electron/adapters/macos/elevated-helper.ts';
import { createOsascriptElevation } from '../../../electron/adapters/macos/elevation.ts';
import { toIdentity } from '../../../electron/adapters/posix/process-token.ts';
import { createPsReader } from '../../../electron/adapters/posix/read-ps.ts';
import { runTool } from '../../../electron/adapters/run-tool.ts';
import { endAfterTest, startHolder, type Started } from '../../integration/holders.ts';
import { anOwner } from '../../support/builders.ts';
import type { Owner } from '../../../shared/listener.ts';
import { createFakeTools } from './fake-tools.ts';

const hasTools =
  process.platform !== 'win32' &&
  ['/usr/sbin/lsof', '/usr/bin/lsof'].some((path) => existsSync(path));

function toOwner({ pid }: Pick<Started, 'pid'>): Owner {
  const process = createPsReader().readNow([pid])?.get(pid);
  if (process === undefined) throw new Error('ps does not know it');
  return anOwner({ identity: toIdentity(process) });
}

async function runHelper(owner: Owner, sockets: readonly string[]): Promise<number> {
  const command = toHelperCommand(owner, sockets, 'graceful');
  if (command === undefined) throw new Error('no command');
  const result = await runTool({
    tool: '/bin/sh',
    args: ['-c', toShellLine(command)],
    deadlineMs: 15_000,
  });
  return result.kind === 'ended' ? result.exitCode : -1;
}

describe.skipIf(!hasTools)('what runs with an administrator’s rights', () => {
  test('ends the process that still listens on the port', async () => {
    const holder = await startHolder(49_600, [['tcp', '127.0.0.1']], 1);
    expect(await runHelper(toOwner(holder), [`tcp:${holder.ports[0]}:88`])).toBe(0);
    await expect.poll(() => holder.child.signalCode, { timeout: 10_000 }).toBe('SIGTERM');
  });

  test('ends one that holds a port of UDP', async () => {
    const holder = await startHolder(49_700, [['udp', '127.0.0.1']], 1);
    expect(await runHelper(toOwner(holder), [`udp:${holder.ports[0]}:88`])).toBe(0);
    await expect.poll(() => holder.child.signalCode, { timeout: 10_000 }).toBe('SIGTERM');
  });

  test('goes on a stopped process, so that it gets to its end', async () => {
    const holder = await startHolder(49_800, [['tcp', '127.0.0.1']], 1);
    holder.child.kill('SIGSTOP');
    expect(await runHelper(toOwner(holder), [`tcp:${holder.ports[0]}:88`])).toBe(0);
    await expect.poll(() => holder.child.signalCode, { timeout: 10_000 }).toBe('SIGTERM');
  });

  test('leaves alone who started at another time, has another name, or gave the port up', async () => {
    const holder = await startHolder(49_900, [['tcp', '127.0.0.1']], 1);
    const owner = toOwner(holder);
    const [seconds = '', checksum = ''] = owner.identity.startToken.split('.');
    const place = `tcp:${holder.ports[0]}:88`;
    const withToken = (startToken: string): Owner => ({
      ...owner,
      identity: { ...owner.identity, startToken },
    });
    expect(await runHelper(withToken(`${Number(seconds) - 1}.${checksum}`), [place])).toBe(3);
    expect(await runHelper(withToken(`${seconds}.${Number(checksum) + 1}`), [place])).toBe(3);
    expect(await runHelper(owner, ['tcp:1:88', 'udp:1:88'])).toBe(3);
    expect(holder.child.signalCode).toBe(null);
  });

  test('tells of one that is gone, a zombie too', async () => {
    const child = spawn('sleep', ['300']);
    endAfterTest(child);
    const owner = toOwner({ pid: child.pid ?? 0 });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(await runHelper(owner, ['tcp:1:88'])).toBe(4);
  });
});

test('nothing but numbers, a date and ports gets into the command', () => {
  const owner = anOwner({ identity: { pid: 4711, startToken: '1795271181.12' } });
  const command = toHelperCommand(owner, ['tcp:80:x', 'tcp:80:y', 'udp:53:x'], 'force');
  expect(command?.slice(4)).toEqual([
    '4711',
    'Sat Nov 21 14:26:21 2026',
    '12',
    'KILL',
    'TCP:80',
    'UDP:53',
  ]);
  const wrong: readonly (readonly [number, string, readonly string[]])[] = [
    [4711, '1795271181.12; id', ['tcp:80:x']],
    [4711, '1795271181.12', []],
    [4711, '1795271181.12', ['tcp:80:x', 'tcp:$(id):x']],
    [4711, '1795271181.12', ['tcp:70000:x']],
    [process.pid, '1795271181.12', ['tcp:80:x']],
    [1, '1795271181.12', ['tcp:80:x']],
    [-1, '1795271181.12', ['tcp:80:x']],
  ];
  for (const [pid, startToken, sockets] of wrong) {
    const target = anOwner({ identity: { pid, startToken } });
    expect(toHelperCommand(target, sockets, 'graceful')).toBeUndefined();
  }
});

describe.skipIf(process.platform === 'win32')('the question for a password', () => {
  const owner = anOwner({ identity: { pid: 4711, startToken: '1795271181.12' } });

  test.each([
    ['exit 0', 'sent'],
    ["echo '0:73: execution error: User canceled. (-128)' >&2; exit 1", 'dismissed'],
    ["echo '0:73: execution error: Vom Benutzer abgebrochen. (-128)' >&2; exit 1", 'dismissed'],
    [
      "echo '0:73: execution error: The command exited with a non-zero status. (3)' >&2; exit 1",
      'changed',
    ],
    [
      "echo '0:73: execution error: The command exited with a non-zero status. (4)' >&2; exit 1",
      'gone',
    ],
    [
      "echo '0:73: execution error: The command exited with a non-zero status. (5)' >&2; exit 1",
      'failed',
    ],
    [
      "echo '0:73: execution error: The password was incorrect. (-60007)' >&2; exit 1",
      'not-authorised',
    ],
    ["echo '0:73: execution error: No user interaction allowed. (-1713)' >&2; exit 1", 'no-agent'],
    ['exit 1', 'failed'],
  ])('that ends with %s: %s', async (text, expected) => {
    const osascript = createFakeTools().write('osascript', text);
    const elevation = createOsascriptElevation({ osascript });
    expect(await elevation.signal(owner, ['tcp:80:x'], 'graceful')).toBe(expected);
  });

  test('has the command as an argument, and nothing of it in the script', async () => {
    const tools = createFakeTools();
    const file = join(tools.folder, 'arguments');
    const osascript = tools.write('osascript', `printf '%s\\n' "$@" >'${file}'`);
    await createOsascriptElevation({ osascript }).signal(owner, ['tcp:80:x'], 'graceful');
    const lines = readFileSync(file, 'utf8').split('\n');
    expect(lines.slice(0, 6)).toEqual([
      '-e',
      'on run arguments',
      '-e',
      'do shell script (item 1 of arguments) with administrator privileges',
      '-e',
      'end run',
    ]);
    expect(lines[6]).toMatch(/^'\/bin\/sh' '-c' '/);
  });

  test('is given up where it cannot be asked, and where nobody answers', async () => {
    const none = createOsascriptElevation({ osascript: '/nowhere/osascript' });
    expect(await none.signal(owner, ['tcp:80:x'], 'graceful')).toBe('not-installed');
    const osascript = createFakeTools().write('osascript', 'sleep 300');
    const late = createOsascriptElevation({ osascript, deadlineMs: 300 });
    expect(await late.signal(owner, ['tcp:80:x'], 'graceful')).toBe('failed');
  });
});
