import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeFolder } from '../support/app-under-test.ts';
import { takePorts } from '../support/ports.ts';
import { isThere, killAsPerson, startListeningPython, waitForEnd } from '../support/situations.ts';

const hasPython =
  process.platform === 'linux' && spawnSync('python3', ['-c', 'import socket']).status === 0;

let folder: ReturnType<typeof makeFolder>;
let port = 0;
beforeEach(() => {
  folder = makeFolder();
  port = takePorts('cli/kill-situations');
});
afterEach(() => folder.remove());

const kill = (...args: readonly string[]) => killAsPerson(folder.path, port, ...args);

/** Children that share the socket, and what the parent does about them when it is asked to end. */
const preforking = (onTerm: string): string => `
kids = []
def on_term(*_):
${onTerm}
    os._exit(0)
for _ in range(2):
    kid = os.fork()
    if kid == 0:
        signal.alarm(60); signal.pause()
    kids.append(kid)
signal.signal(signal.SIGTERM, on_term)
tell(*kids)
while True: signal.pause()`;

describe.skipIf(!hasPython)('portreeve kill, of processes that share a socket', () => {
  test('asks the parent of a tidy server, which takes its children along', async () => {
    const tidy = '    for kid in kids: os.kill(kid, 9); os.waitpid(kid, 0)';
    const server = startListeningPython(port, preforking(tidy));
    const kids = (await server.next()).split(' ').map(Number);
    const dry = await kill('--dry-run');
    expect(dry.stdout).toContain('3 processes hold this port together');
    expect(server.hasEnded()).toBe(false);
    const { code, stdout } = await kill('--yes');
    expect({ code, pids: stdout.includes(`pids ${server.pid}, ${kids.join(', ')}`) }).toEqual({
      code: 0,
      pids: true,
    });
    expect(stdout).toMatch(/is free, \d+ ms after the kill\.\n$/);
    expect(await server.ended).toBe(0);
  });

  test('asks the children too that an untidy parent leaves behind', async () => {
    const server = startListeningPython(port, preforking('    pass'));
    const kids = (await server.next()).split(' ').map(Number);
    const { code, stdout } = await kill('--yes');
    expect(code).toBe(0);
    expect(stdout).toContain(`Port ${port} is free, `);
    await Promise.all(kids.map(waitForEnd));
  });

  test('ends both workers that share a port by SO_REUSEPORT', async () => {
    const shared = 's.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)';
    const program = 'tell(os.getpid()); signal.pause()';
    const workers = [1, 2].map(() => startListeningPython(port, program, shared));
    for (const worker of workers) await worker.next();
    const { code, stdout } = await kill('--yes');
    expect(code).toBe(0);
    expect(stdout).toContain('2 processes hold this port together');
    expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual(['SIGTERM', 'SIGTERM']);
  });

  test('knows the socket of a dead server that a sleep was left', async () => {
    const server = startListeningPython(
      port,
      `s.set_inheritable(True)
kid = subprocess.Popen(['sleep', '60'], close_fds=False)
tell(kid.pid); signal.pause()`,
    );
    const kid = Number(await server.next());
    process.kill(server.pid, 'SIGKILL');
    await server.ended;
    const { code, stdout } = await kill('--yes');
    expect(code).toBe(0);
    expect(stdout).toContain('sleep does not listen by itself');
    await waitForEnd(kid);
  });

  test('ends a server that nobody above it knows any more', async () => {
    const starter = startListeningPython(
      port,
      `if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        signal.alarm(60); tell(os.getpid()); signal.pause()
    os._exit(0)
s.close(); os.wait()`,
    );
    const daemon = Number(await starter.next());
    expect(await starter.ended).toBe(0);
    const { code, stdout } = await kill('--yes');
    expect(code).toBe(0);
    expect(stdout).toContain(`pid ${daemon}\n`);
  });
});

describe.skipIf(!hasPython)('portreeve kill, of processes in a state of their own', () => {
  test('says beforehand who ignores the request, and forces when told to', async () => {
    const server = startListeningPython(
      port,
      'signal.signal(signal.SIGTERM, signal.SIG_IGN); tell(); signal.pause()',
    );
    await server.next();
    const asked = await kill('--yes');
    expect(asked.code).toBe(1);
    expect(asked.stdout).toMatch(/ignores the request to end and still holds/);
    expect(server.hasEnded()).toBe(false);
    const forced = await kill('--yes', '--force');
    expect(forced.code).toBe(0);
    expect(forced.stdout).toContain('after the forced kill.');
    expect(await server.ended).toBe('SIGKILL');
  });

  test('wakes a stopped process so that it can end', async () => {
    const server = startListeningPython(port, 'tell(); signal.pause()');
    await server.next();
    process.kill(server.pid, 'SIGSTOP');
    const { code, stdout } = await kill('--yes');
    expect(code).toBe(0);
    expect(stdout).toContain('is stopped; it is woken');
    expect(await server.ended).toBe('SIGTERM');
  });

  test('takes no dead child of the server for one that holds the port', async () => {
    const server = startListeningPython(
      port,
      `kid = os.fork()
if kid == 0: os._exit(0)
os.waitid(os.P_PID, kid, os.WEXITED | os.WNOWAIT); tell(kid); signal.pause()`,
    );
    const kid = await server.next();
    const { code, stdout } = await kill('--yes');
    expect(code).toBe(0);
    expect(stdout).toContain(`pid ${server.pid}\n`);
    expect(stdout).not.toContain(kid);
    expect(stdout).toMatch(/after the kill\.\n$/);
  });

  test('says that a dead process waits for its parent, while its port is free', async () => {
    const parent = startListeningPython(
      port,
      `kid = os.fork()
if kid == 0: signal.alarm(60); tell(os.getpid()); signal.pause()
s.close(); signal.pause()`,
    );
    const kid = Number(await parent.next());
    const { code, stdout } = await kill('--yes');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /is free, \d+ ms after the kill\. What was killed is dead and stays listed as a zombie/,
    );
    expect(isThere(kid)).toBe(true);
    expect(parent.hasEnded()).toBe(false);
  });
});
