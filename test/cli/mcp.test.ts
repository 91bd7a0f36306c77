import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import {
  startAgent,
  startRawServer,
  type Agent,
  type RawServer,
  type ToolReply,
} from '../support/agent.ts';
import { makeFolder, writeSettings } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { takePorts } from '../support/ports.ts';
import { isReachable, startSquatter, type Squatter } from '../support/squatter.ts';

const PORT = takePorts('cli/mcp', 20);

let folder: ReturnType<typeof makeFolder>;
let squatter: Squatter;
const agents: Agent[] = [];

async function newAgent(): Promise<Agent> {
  const agent = await startAgent(folder.path);
  agents.push(agent);
  return agent;
}

beforeEach(async () => {
  folder = makeFolder();
  writeFileSync(join(folder.path, 'package.json'), '{}');
  writeSettings(folder.path, {
    ...defaultSettings,
    watchedPorts: [
      aWatchedPort({ port: PORT, expectedOwner: { kind: 'executable', executable: 'nginx' } }),
    ],
  });
  squatter = await startSquatter({ port: PORT, cwd: folder.path });
});

afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.close()));
  await squatter.stop();
  folder.remove();
});

describe('an agent over the standard streams', () => {
  test('lists, asks why, gets free ports, plans a kill, does it once, and sees the port free', async () => {
    const agent = await newAgent();
    expect(agent.client.getServerVersion()).toMatchObject({ name: 'portreeve' });
    expect(agent.client.getInstructions()).toContain('kill_plan');

    const list = await agent.call('list', { ports: String(PORT) });
    expect(list.document).toMatchObject({
      total: 1,
      listeners: [{ port: PORT, address: '127.0.0.1', owners: [{ pid: squatter.pid }] }],
    });

    const check = await agent.call('check', { port: PORT });
    expect(check.document).toMatchObject({
      watched: [{ name: 'web', verdict: 'conflict', conflict: 'squatted' }],
      bind: { state: 'held', canBind: false },
    });

    const why = await agent.call('why', { port: PORT });
    expect(why.document).toMatchObject({
      state: 'held',
      holders: [{ processes: [{ pid: squatter.pid }], kill: { refusal: null } }],
    });
    expect(why.document?.['summary']).toContain(`Port ${PORT} (TCP) is held by node`);

    const free = await agent.call('free', { near: PORT, count: 2 });
    const { ports, passedOver } = free.document as {
      ports: readonly { port: number }[];
      passedOver: readonly object[];
    };
    expect(ports).toHaveLength(2);
    expect(ports.map(({ port }) => port)).not.toContain(PORT);
    expect(passedOver).toContainEqual(expect.objectContaining({ port: PORT }));

    const doctor = await agent.call('doctor');
    expect(doctor.document).toMatchObject({ ports: { state: 'read' } });

    const plan = await agent.call('kill_plan', { port: PORT });
    expect(plan.document).toMatchObject({
      port: PORT,
      kills: [{ pids: [squatter.pid], means: 'graceful', expectedBy: [], refusal: null }],
    });
    expect(squatter.hasEnded()).toBe(false);

    const { token } = plan.document as { token: string };
    const applied = await agent.call('kill_apply', { token });
    expect(applied.document).toMatchObject({
      isFree: true,
      next: null,
      kills: [{ outcome: { kind: 'freed' } }],
    });
    expect(squatter.hasEnded()).toBe(true);
    expect(await isReachable(PORT)).toBe(false);

    const again = await agent.call('kill_apply', { token });
    expect(again).toMatchObject({ isError: true, text: expect.stringMatching(/^token-not-valid/) });
    const gone = await agent.call('kill_plan', { port: PORT });
    expect(gone).toMatchObject({ isError: true, text: expect.stringMatching(/^nobody-listens/) });
  });

  test('plans a move, does it once, and takes it back in two steps', async () => {
    const file = join(folder.path, '.env');
    writeFileSync(file, `PORT=${PORT}\n`);
    const web = aWatchedPort({
      port: PORT,
      fallbackPorts: [{ from: PORT, to: PORT + 9 }],
      configTargets: [{ kind: 'dotenv', file, key: 'PORT' }],
    });
    writeSettings(folder.path, { ...defaultSettings, watchedPorts: [web] });
    const agent = await newAgent();
    const plan = await agent.call('reassign_plan', { watchedName: 'web' });
    const { token, to } = plan.document as { token: string; to: number };
    expect(to).toBeGreaterThan(PORT);
    expect(plan.document).toMatchObject({
      lines: [{ file, line: 1, before: `PORT=${PORT}`, after: `PORT=${to}` }],
      restart: null,
    });
    expect(readFileSync(file, 'utf8')).toBe(`PORT=${PORT}\n`);

    const moved = await agent.call('reassign_apply', { token });
    expect(moved.document).toMatchObject({ isMoved: true, files: [file], notes: [] });
    expect(readFileSync(file, 'utf8')).toBe(`PORT=${to}\n`);
    const check = await agent.call('check', { port: to });
    expect(check.document).toMatchObject({ watched: [{ name: 'web', port: to }] });
    const again = await agent.call('reassign_apply', { token });
    expect(again).toMatchObject({ isError: true, text: expect.stringMatching(/^token-not-valid/) });

    const shown = await agent.call('undo');
    expect(readFileSync(file, 'utf8')).toBe(`PORT=${to}\n`);
    const undone = await agent.call('undo', { token: shown.document?.['token'] });
    expect(undone.document).toMatchObject({ outcome: 'undone', notes: [] });
    expect(readFileSync(file, 'utf8')).toBe(`PORT=${PORT}\n`);
  });

  test('moves a service that runs, restarts it, and sees it listen on its new port', async () => {
    const file = join(folder.path, '.env');
    writeFileSync(file, `PORT=${PORT}\n`);
    const server = `const port = /PORT=(\\d+)/.exec(require('node:fs').readFileSync('.env', 'utf8'))[1];
      require('node:net').createServer().listen(Number(port), '127.0.0.1');
      setTimeout(process.exit, 60_000);`;
    const web = aWatchedPort({
      port: PORT,
      expectedOwner: { kind: 'project', folder: folder.path },
      fallbackPorts: [{ from: PORT + 10, to: PORT + 19 }],
      configTargets: [{ kind: 'dotenv', file, key: 'PORT' }],
      restartCommand: [process.execPath, '-e', server],
    });
    writeSettings(folder.path, { ...defaultSettings, watchedPorts: [web] });
    const agent = await newAgent();
    const plan = await agent.call('reassign_plan', { watchedName: 'web', restart: true });
    expect(plan.document).toMatchObject({
      restarts: true,
      restart: { kind: 'command', folder: folder.path, ends: expect.stringContaining('node') },
    });
    expect(squatter.hasEnded()).toBe(false);
    const { token, to } = plan.document as { token: string; to: number };
    const moved = await agent.call('reassign_apply', { token });
    const list = await agent.call('list', { ports: String(to) });
    const { listeners } = list.document as {
      listeners: readonly { owners: readonly { pid: number }[] }[];
    };
    for (const { pid } of listeners.flatMap(({ owners }) => owners)) {
      onTestFinished(() => void process.kill(pid, 'SIGKILL'));
    }
    expect(moved.document).toMatchObject({
      isMoved: true,
      isRunning: true,
      service: { kind: 'running' },
      next: null,
    });
    expect(squatter.hasEnded()).toBe(true);
    expect(await isReachable(to)).toBe(true);
  });

  test('cannot act on the token of another agent', async () => {
    const [one, other] = [await newAgent(), await newAgent()];
    const plan = await one.call('kill_plan', { watchedName: 'web' });
    const { token } = plan.document as { token: string };
    const foreign = await other.call('kill_apply', { token });
    expect(foreign).toMatchObject({ isError: true });
    expect(foreign.text).toMatch(/^token-not-valid/);
    expect(squatter.hasEnded()).toBe(false);
  });

  test('ends nobody who took the port after the plan', async () => {
    const agent = await newAgent();
    const { document } = await agent.call('kill_plan', { port: PORT });
    await squatter.stop();
    squatter = await startSquatter({ port: PORT, cwd: folder.path });
    const { token } = document as { token: string };
    const applied = await agent.call('kill_apply', { token });
    expect(applied.document).toMatchObject({
      isFree: false,
      kills: [{ outcome: { kind: 'changed' } }],
    });
    expect(squatter.hasEnded()).toBe(false);
    expect(await isReachable(PORT)).toBe(true);
  });

  test('cannot end whom the person protects, and nobody while that cannot be known', async () => {
    writeSettings(folder.path, { ...defaultSettings, protectedProcesses: ['node'] });
    const agent = await newAgent();
    const plan = await agent.call('kill_plan', { port: PORT, force: true });
    expect(plan).toMatchObject({ isError: true, text: expect.stringMatching(/^never-ended/) });
    writeFileSync(join(folder.path, 'settings.json'), '{ broken');
    const blind = await agent.call('kill_plan', { port: PORT });
    expect(blind).toMatchObject({ isError: true, text: expect.stringMatching(/^cannot-plan/) });
    expect(squatter.hasEnded()).toBe(false);
  });
});

test('each worktree has a port of its own for a service, the same one for whoever asks', async () => {
  const worktrees = ['main', 'feature'].map((name) => join(folder.path, name));
  for (const path of worktrees) mkdirSync(join(path, '.git'), { recursive: true });
  const [main = '', feature = ''] = worktrees;
  const [one, other] = [await newAgent(), await startAgent(folder.path, feature)];
  agents.push(other);
  const portOf = ({ document }: ToolReply) => document?.['port'];

  const first = await one.call('lease', { name: 'web', folder: main });
  expect(first.document).toMatchObject({ name: 'web', term: 'time', protocols: ['tcp'] });
  expect(first.document?.['folder']).toBe(realpathSync(main));
  const again = await one.call('lease', { name: 'web', folder: join(main, '.git') });
  const elsewhere = await one.call('lease', { name: 'web', folder: feature });
  const byOther = await other.call('lease', { name: 'web' });
  expect(portOf(again)).toBe(portOf(first));
  expect(portOf(elsewhere)).not.toBe(portOf(first));
  expect(portOf(byOther)).toBe(portOf(elsewhere));

  const free = await other.call('free', { near: portOf(first) });
  expect(JSON.stringify(free.document?.['ports'])).not.toContain(String(portOf(first)));
  const { document: listed } = await other.call('leases');
  expect(listed?.['leases']).toHaveLength(2);

  const released = await other.call('release', { name: 'web' });
  expect(released.document).toMatchObject({ released: [{ port: portOf(elsewhere) }] });
  const { document: left } = await one.call('leases');
  expect(left?.['leases']).toMatchObject([{ port: portOf(first) }]);
});

describe('a hostile client', () => {
  let server: RawServer;

  beforeEach(async () => {
    server = await startRawServer(folder.path);
  });

  afterEach(() => {
    server.child.kill('SIGKILL');
  });

  const expectToServeOn = async (): Promise<void> => {
    server.request(99, 'tools/call', { name: 'list', arguments: { ports: String(PORT) } });
    const reply = await server.waitForReply(99);
    expect(reply).toMatchObject({ result: { structuredContent: { total: 1 } } });
  };

  test('that sends garbage is told of on the standard error, and served on', async () => {
    for (const line of [
      'hello',
      '{"jsonrpc":"2.0"',
      '[]',
      'null',
      '{"jsonrpc":"1.0","id":1,"method":"tools/list"}',
      '\0\u001b[31m',
      '{"__proto__":{"x":1}}',
      '',
    ]) {
      server.write(`${line}\n`);
    }
    await expectToServeOn();
    expect(server.complaints()).toContain('portreeve: a message was not understood');
    // No escape sequence of theirs reaches a terminal.
    expect(server.complaints()).not.toContain('\u001b');
  });

  test('that sends 20 MB without an end of line, and then goes on, costs that message only', async () => {
    const part = 'x'.repeat(1 << 20);
    for (let sent = 0; sent < 20; sent += 1) server.write(part);
    server.write('\n');
    await expectToServeOn();
    expect(server.complaints()).toContain('was dropped');
  });

  test('that calls what there is not, or wrongly, hears of it', async () => {
    server.request(1, 'tools/call', { name: 'format_disk', arguments: {} });
    server.request(2, 'no/such/method');
    server.request(3, 'tools/call', { name: 'kill_apply', arguments: { token: ['x'] } });
    server.request(4, 'tools/call', { name: 'kill_apply', arguments: { token: 'x'.repeat(9999) } });
    server.request(5, 'tools/call', { name: 'toString', arguments: {} });
    server.request(6, 'tools/call', { name: 'list', arguments: { ports: '1'.repeat(400) } });
    for (const id of [1, 3, 4, 5, 6]) {
      expect(await server.waitForReply(id)).toMatchObject({ result: { isError: true } });
    }
    expect(await server.waitForReply(2)).toMatchObject({ error: { code: -32_601 } });
    await expectToServeOn();
  });

  test('that floods gets an answer to each call', async () => {
    const calls = Array.from({ length: 300 }, (_, index) => 1000 + index);
    for (const id of calls) server.request(id, 'tools/call', { name: 'list', arguments: {} });
    const replies = await Promise.all(calls.map((id) => server.waitForReply(id)));
    const refused = replies.filter((reply) => JSON.stringify(reply).includes('busy: '));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(calls.length);
    await expectToServeOn();
  });

  test('that goes away ends the server, calmly', async () => {
    server.child.stdin?.end();
    expect(await server.waitForExit()).toBe(0);
    expect(server.complaints()).toBe('');
  });

  test('that leaves in the middle of a kill has it proven and recorded first', async () => {
    server.request(1, 'tools/call', { name: 'kill_plan', arguments: { port: PORT } });
    const reply = await server.waitForReply(1);
    const { token } = (reply as { result: { structuredContent: { token: string } } }).result
      .structuredContent;
    server.request(2, 'tools/call', { name: 'kill_apply', arguments: { token } });
    server.child.stdin?.end();
    expect(await server.waitForExit()).toBe(0);
    expect(server.replies.at(-1)).toMatchObject({
      id: 2,
      result: { structuredContent: { isFree: true } },
    });
    expect(squatter.hasEnded()).toBe(true);
  });

  test('ends on SIGTERM', async () => {
    server.child.kill('SIGTERM');
    expect(await server.waitForExit()).toBe(0);
  });
});
