import { describe, expect, test } from 'vitest';
import { createRateLimit } from '../../electron/ipc/rate-limit.ts';
import { commands, type CommandName } from '../../shared/contract.ts';
import { aRouter, commandInputs } from '../support/router-under-test.ts';

const names = Object.keys(commands) as CommandName[];

describe.each(names)('the command %s', (name) => {
  test('is served, and its reply survives the way to the window', async () => {
    const { router, failed } = await aRouter();
    const reply = await router({ name, input: commandInputs[name] }, 'popover');
    expect(failed).toEqual([]);
    expect(reply.kind).toBe('reply');
    expect(structuredClone(reply)).toEqual(reply);
  });

  test.each([
    ['an extra field', { ...commandInputs[name], extra: 1 }],
    ['no object', 'text'],
    ['nothing', undefined],
    ['a list', [commandInputs[name]]],
    [
      'a field of the wrong kind',
      Object.keys(commandInputs[name]).length === 0
        ? 7
        : Object.fromEntries(Object.keys(commandInputs[name]).map((field) => [field, 7])),
    ],
    ['a prototype', JSON.parse('{"__proto__":{"isPaused":true}, "x": 1}')],
  ])('refuses %s', async (_what, input) => {
    const { router, refused } = await aRouter();
    expect(await router({ name, input }, 'popover')).toEqual({ kind: 'refused' });
    expect(refused).toEqual([{ cause: 'invalid-input', name }]);
  });
});

test.each([
  ['unknown-command', { name: 'shell.run', input: {} }],
  ['unknown-command', { name: '__proto__', input: {} }],
  ['unknown-command', { name: 'constructor', input: {} }],
  ['malformed', { name: 'x'.repeat(100), input: {} }],
  ['malformed', { name: 'snapshot.read', input: {}, extra: 1 }],
  ['malformed', 'snapshot.read'],
  ['malformed', null],
  ['too-large', { name: 'notice.dismiss', input: { id: 'x'.repeat(1_000_000) } }],
])('a request that is %s is refused', async (cause, request) => {
  const { router, refused } = await aRouter();
  expect(await router(request, 'popover')).toEqual({ kind: 'refused' });
  expect(refused.map((refusal) => refusal.cause)).toEqual([cause]);
});

test('what would run by itself in a terminal is not copied', async () => {
  const { router } = await aRouter();
  for (const text of [
    'kill 1\n',
    'kill 1\r',
    'kill\u001b[201~',
    'kill\u2028',
    '',
    'x'.repeat(2001),
  ]) {
    expect(await router({ name: 'text.copy', input: { text } }, 'popover')).toEqual({
      kind: 'refused',
    });
  }
});

test('a cyclic input is refused, not followed', async () => {
  const { router, refused } = await aRouter();
  const input: Record<string, unknown> = {};
  input['self'] = input;
  expect(await router({ name: 'snapshot.read', input }, 'popover')).toEqual({ kind: 'refused' });
  expect(refused).toEqual([{ cause: 'too-large', name: 'snapshot.read' }]);
});

test('a handler that fails tells the log why and the window nothing', async () => {
  const { router, failed, machine } = await aRouter();
  machine.host.scanner.scanAfresh = () => Promise.reject(new Error('/secret/path'));
  const request = { name: 'owner.plan-kill', input: commandInputs['owner.plan-kill'] };
  expect(await router(request, 'popover')).toEqual({ kind: 'refused' });
  expect(failed).toEqual([new Error('/secret/path')]);
});

test('an answer that is not of its shape does not leave main', async () => {
  const { router, failed, machine } = await aRouter();
  const read = machine.host.historyStore.read;
  machine.host.historyStore.read = async (window) => ({
    ...(await read(window)),
    skipped: '/secret/path' as unknown as number,
  });
  const request = { name: 'history.read', input: commandInputs['history.read'] };
  expect(await router(request, 'popover')).toEqual({ kind: 'refused' });
  expect(failed).toHaveLength(1);
});

test('a flood of requests is cut to the rate and recovers', () => {
  const limit = createRateLimit(100);
  const passedAt = (ms: number): number =>
    Array.from({ length: 1000 }, () => limit(ms)).filter(Boolean).length;
  expect(passedAt(0)).toBe(100);
  expect(passedAt(500)).toBe(50);
  expect(passedAt(10_000)).toBe(100);
});
