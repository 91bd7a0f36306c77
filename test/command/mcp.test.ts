import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createGate } from '../../electron/command/mcp/gate.ts';
import { limitLines } from '../../electron/command/mcp/limit-lines.ts';
import { aHiddenListener, aListener, anOwner, aWatchedPort } from '../support/builders.ts';
import { connectAgent } from '../support/agent-in-memory.ts';

describe('the tools', () => {
  test('say which of them only read, and describe what they take and give', async () => {
    const { client } = await connectAgent();
    const { tools } = await client.listTools();
    expect(tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint])).toEqual([
      ['list', true],
      ['why', true],
      ['free', true],
      ['lease', false],
      ['release', false],
      ['leases', true],
      ['check', true],
      ['doctor', true],
      ['kill_plan', true],
      ['kill_apply', false],
      ['reassign_plan', true],
      ['reassign_apply', false],
      ['undo', false],
    ]);
    for (const { description, inputSchema, outputSchema, annotations } of tools) {
      expect(description?.length).toBeGreaterThan(80);
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: 'object' });
      expect(annotations?.openWorldHint).toBe(false);
    }
  });

  test('answer with documents of their own schemas', async () => {
    const { call } = await connectAgent({ watchedPorts: [aWatchedPort()] });
    const answers = {
      list: await call('list', { ports: '3000-3999', project: 'blog' }),
      why: await call('why', { port: 3000 }),
      free: await call('free', { range: { from: 46_000, to: 46_010 }, count: 2 }),
      check: await call('check'),
      checkOne: await call('check', { port: 46_011 }),
      doctor: await call('doctor'),
    };
    expect(Object.values(answers).filter(({ isError }) => isError)).toEqual([]);
    expect(answers.list.document).toMatchObject({ total: 1, listeners: [{ port: 3000 }] });
    expect(answers.why.document).toMatchObject({ state: 'held', clients: 0 });
    expect(answers.free.document).toMatchObject({ ports: [{ port: 46_000 }, { port: 46_001 }] });
    expect(answers.check.document).toMatchObject({ watched: [{ name: 'web' }], bind: null });
    expect(answers.checkOne.document).toMatchObject({
      watched: [],
      bind: { port: 46_011, state: 'free', canBind: true },
    });
    expect(answers.doctor.document).toMatchObject({ ports: { state: 'read', listeners: 1 } });
    expect(JSON.parse(answers.why.text)).toEqual(answers.why.document);
  });

  test('return no more listeners than were asked for, and say how many there are', async () => {
    const { call, machine } = await connectAgent();
    machine.listeners = [3000, 3001, 3002].map((port) => aListener({ port }));
    const { document } = await call('list', { limit: 2 });
    expect(document).toMatchObject({ total: 3, listeners: [{ port: 3000 }, { port: 3001 }] });
  });

  test('never take unreadable ports for free ones', async () => {
    const { call, machine } = await connectAgent();
    machine.scanFailure = { kind: 'failed', reason: 'not-permitted', detail: '' };
    for (const [name, args] of [
      ['list', {}],
      ['why', { port: 3000 }],
      ['check', {}],
      ['check', { port: 3000 }],
      ['kill_plan', { port: 3000 }],
    ] as const) {
      expect(await call(name, args)).toMatchObject({ isError: true, document: undefined });
    }
  });

  test.each([
    ['no such tool', 'format_disk', {}],
    ['a port out of range', 'why', { port: 65_536 }],
    ['a port that is text', 'why', { port: '3000' }],
    ['a misspelt argument', 'list', { prots: '3000' }],
    ['ports that are none', 'list', { ports: '3000;rm' }],
    ['a range that is reversed', 'free', { range: { from: 46_010, to: 46_000 } }],
    ['an address that is none', 'free', { host: 'example' }],
    ['too many ports', 'free', { count: 101 }],
    ['two ways to look', 'free', { near: 46_000, order: 'random' }],
    ['a folder that is relative', 'lease', { name: 'web', folder: 'shop' }],
    ['a range of a lease that is reversed', 'lease', { name: 'web', range: { from: 9, to: 8 } }],
    ['a service without a name', 'lease', { name: ' ' }],
    ['a release of nothing', 'release', {}],
    ['two targets', 'kill_plan', { port: 3000, watchedName: 'web' }],
    ['no target', 'kill_plan', {}],
    ['an unknown name', 'kill_plan', { watchedName: 'web' }],
    ['force of a unit', 'kill_plan', { port: 3000, way: 'unit', force: true }],
    ['a token that is a number', 'kill_apply', { token: 7 }],
    ['a move of two targets', 'reassign_plan', { port: 3000, watchedName: 'web' }],
    ['a move of nothing', 'reassign_plan', {}],
    ['a move of what is not watched', 'reassign_plan', { port: 3000 }],
    ['a move to no port', 'reassign_plan', { port: 3000, to: 0 }],
    ['a move without a plan', 'reassign_apply', { token: 'mine' }],
    ['an undo of nothing', 'undo', {}],
    ['an undo without a plan', 'undo', { token: 'mine' }],
  ])('tell of %s as an error', async (_what, name, args) => {
    const { call, machine } = await connectAgent();
    const { isError, text } = await call(name, args);
    expect(isError).toBe(true);
    expect(text).not.toBe('');
    expect(machine.signals).toEqual([]);
  });
});

describe('a kill by an agent', () => {
  test('is planned without a signal, done by its token, proven and put on record', async () => {
    const { call, machine } = await connectAgent();
    const { document } = await call('kill_plan', { port: 3000 });
    expect(machine.signals).toEqual([]);
    expect(document).toMatchObject({
      port: 3000,
      kills: [{ pids: [4001], way: 'processes', means: 'graceful', refusal: null }],
    });
    const { token, summary } = document as { token: string; summary: string };
    expect(summary).toContain('Port 3000 (TCP) is held by node server.js');
    const applied = await call('kill_apply', { token });
    expect(applied.document).toMatchObject({
      isFree: true,
      next: null,
      kills: [{ outcome: { kind: 'freed', means: 'graceful' } }],
    });
    expect(machine.signals).toEqual([{ pid: 4001, means: 'graceful' }]);
    expect(machine.history).toMatchObject([{ kind: 'killed', outcome: 'freed' }]);
  });

  test('happens once, however often its token is used, also at the same time', async () => {
    const { call, plan, machine } = await connectAgent();
    machine.onSignal = () => 'sent';
    const token = await plan();
    const answers = await Promise.all([
      call('kill_apply', { token }),
      call('kill_apply', { token }),
      call('kill_apply', { token }),
    ]);
    expect(answers.filter(({ isError }) => !isError)).toHaveLength(1);
    expect(machine.signals).toHaveLength(1);
  });

  test('needs a token of this server, and a fresh one', async () => {
    const [one, other] = [await connectAgent(), await connectAgent()];
    const foreign = `${await other.plan()}-of-another`;
    const old = await one.plan();
    await one.machine.clock.advance(5 * 60_000 + 1);
    for (const token of [foreign, old, '', '../token']) {
      const { isError, text } = await one.call('kill_apply', { token });
      expect(isError).toBe(true);
      expect(text).toContain('token-not-valid');
    }
    expect(one.machine.signals).toEqual([]);
  });

  test('ends nobody where another process took the port since', async () => {
    const { call, plan, machine } = await connectAgent();
    const token = await plan();
    machine.listeners = [aListener({ owners: [anOwner({ startToken: '9' })], sockets: ['8000'] })];
    const { document } = await call('kill_apply', { token });
    expect(document).toMatchObject({ isFree: false, kills: [{ outcome: { kind: 'changed' } }] });
    expect(document).toMatchObject({ next: expect.stringContaining('kill_plan again') });
    expect(machine.signals).toEqual([]);
  });

  test('ends nobody whom the person has protected since', async () => {
    const { call, plan, machine } = await connectAgent();
    const token = await plan();
    machine.stored = { ...machine.stored, protectedProcesses: ['node'] };
    const { document } = await call('kill_apply', { token });
    expect(document).toMatchObject({ kills: [{ outcome: { kind: 'refused' } }] });
    expect(machine.signals).toEqual([]);
  });

  test.each([
    ['a hidden owner', [aHiddenListener()], 'never-ended'],
    ['the system', [aListener({ owners: [anOwner({ pid: 1, name: 'init' })] })], 'never-ended'],
    [
      'what the agent runs in',
      [aListener({ owners: [anOwner({ pid: 400, startToken: '1' })] })],
      'never-ended',
    ],
    [
      'another account',
      [aListener({ user: 'bob', owners: [anOwner({ user: 'bob' })] })],
      'needs-rights',
    ],
    ['nobody', [], 'nobody-listens'],
  ])('of %s gets no token', async (_whom, listeners, code) => {
    const { call, machine } = await connectAgent();
    machine.listeners = listeners;
    const { isError, text, document } = await call('kill_plan', { port: 3000 });
    expect({ isError, document }).toEqual({ isError: true, document: undefined });
    expect(text).toMatch(new RegExp(`^${code}: .+\nNext: .+`));
  });

  test('tells what to do where the port is held still', async () => {
    const { call, plan, machine } = await connectAgent();
    machine.onSignal = () => 'sent';
    const { document } = await call('kill_apply', { token: await plan() });
    expect(document).toMatchObject({
      isFree: false,
      kills: [{ outcome: { kind: 'still-held', holders: [{ pid: 4001 }] } }],
      next: expect.stringContaining('force'),
    });
  });
});

test('a flood of calls is turned away, and those that wait are answered', async () => {
  const { client } = await connectAgent();
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => client.callTool({ name: 'list', arguments: {} })),
  );
  const refused = answers.filter(({ isError }) => isError === true);
  expect(refused).toHaveLength(46);
  expect(JSON.stringify(refused[0])).toContain('busy');
});

test('a task that fails holds up no other', async () => {
  const gate = createGate(4);
  const failing = gate.enter(() => Promise.reject(new Error('no')));
  const after = gate.enter(() => Promise.resolve('yes'));
  await expect(failing).rejects.toThrow('no');
  expect(await after).toBe('yes');
  await gate.settled();
  expect(gate.isBusy()).toBe(false);
});

test('lines pass whole however they arrive, and longer ones not at all', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 40 }), { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 17 }), { minLength: 1, maxLength: 8 }),
      async (lengths, cuts) => {
        const lines = lengths.map((length, index) => `${String(index % 10).repeat(length)}\n`);
        let dropped = 0;
        const limit = limitLines(20, () => {
          dropped += 1;
        });
        const passed: string[] = [];
        limit.on('data', (chunk: Buffer) => passed.push(chunk.toString()));
        const bytes = Buffer.from(lines.join(''));
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = cuts[turn % cuts.length] ?? 1;
          limit.write(bytes.subarray(at, at + size));
          at += size;
        }
        limit.end();
        await new Promise((resolve) => {
          limit.once('end', resolve);
        });
        const short = lines.filter((line) => line.length <= 20);
        expect(passed).toEqual(short);
        expect(dropped).toBe(lines.length - short.length);
      },
    ),
    { numRuns: 200 },
  );
});
