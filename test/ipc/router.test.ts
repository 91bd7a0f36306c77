import { describe, expect, test } from 'vitest';
import { createApp } from '../../electron/app.ts';
import { createRateLimit } from '../../electron/ipc/rate-limit.ts';
import { createRouter, type RefusalCause } from '../../electron/ipc/router.ts';
import { commands, type CommandName } from '../../shared/contract.ts';
import { aListener, aProbe, aWatchedPort, someSettings } from '../support/builders.ts';
import { createFakeMachine } from '../support/fake-host.ts';

async function aRouter() {
  const machine = createFakeMachine(someSettings());
  machine.listeners = [aListener()];
  machine.files.set('/home/ann/shop/.env', 'PORT=3000\n');
  const app = createApp(machine.host);
  await app.start();
  const refused: { cause: RefusalCause; name: string }[] = [];
  const failed: unknown[] = [];
  const router = createRouter(
    {
      ...app.handlers,
      'text.copy': () => Promise.resolve({}),
      'window.open': () => Promise.resolve({}),
      'window.close': () => Promise.resolve({}),
      'process.open-log': () => Promise.resolve({}),
      'listener.open-page': () => Promise.resolve({}),
      'listener.open-folder': () => Promise.resolve({}),
      'project.find-places': () => app.imports.readPlaces('/home/ann/shop'),
      'project.plan-import': () => app.imports.plan('/home/ann/shop'),
      'notification.test': () => Promise.resolve({ kind: 'sent' }),
      'history.export': () => Promise.resolve({ kind: 'cancelled' }),
    },
    {
      refused: (cause, name) => refused.push({ cause, name }),
      failed: (_name, error) => failed.push(error),
    },
  );
  return { router, refused, failed, app, machine };
}

/** One good input for every command; a command without one does not compile. */
const inputs = {
  'snapshot.read': {},
  'owner.plan-kill': { listenerKey: aListener().key, shown: [{ pid: 4001, startToken: '100' }] },
  'owner.kill': { token: 'never-issued', way: 'processes', means: 'graceful' },
  'process.start-again': { id: 'none', place: 'same-port' },
  'process.open-log': { id: 'none' },
  'port.explain': { subject: { kind: 'listener', listenerKey: aListener().key } },
  'listener.open-page': { listenerKey: aListener().key },
  'listener.open-folder': { listenerKey: aListener().key },
  'service.plan-reassign': { watchedPortId: 'web', alsoChange: ['none'] },
  'service.find-mentions': { watchedPortId: 'web' },
  'service.reassign': { token: 'never-issued', restarts: false },
  'service.stop-waiting': { watchedPortId: 'web' },
  'service.undo-reassign': { entryId: 'none' },
  'watched-port.save': { watchedPort: aWatchedPort({ name: 'shop' }) },
  'watched-port.remove': { watchedPortId: 'nobody' },
  'watched-port.accept-owner': { watchedPortId: 'web', shown: [] },
  'watched-port.hold': { watchedPortId: 'web' },
  'watched-port.let-go': { watchedPortId: 'web' },
  'watched-port.mute': { watchedPortId: 'web', period: 'hour' },
  'health.test': { watchedPort: aWatchedPort({ probe: aProbe() }) },
  'health.read-figures': { watchedPortId: 'web' },
  'project.find-places': { watchedPortId: 'web' },
  'project.plan-import': {},
  'project.import': { token: 'never-issued', chosen: [] },
  'preferences.save': { preferences: { intervalMs: 2000 } },
  'notification.test': {},
  'watching.pause': { isPaused: false },
  'notice.dismiss': { id: 'none' },
  'history.read': { query: { fromMs: 0, toMs: 1_800_000_000_000, port: 3000 } },
  'history.export': { query: { fromMs: 0, toMs: 1 }, format: 'csv' },
  'text.copy': { text: 'kill -TERM 4001' },
  'window.open': { window: 'settings' },
  'window.close': {},
} as const satisfies Readonly<Record<CommandName, object>>;

const names = Object.keys(commands) as CommandName[];

describe.each(names)('the command %s', (name) => {
  test('is served, and its reply survives the way to the window', async () => {
    const { router, failed } = await aRouter();
    const reply = await router({ name, input: inputs[name] }, 'popover');
    expect(failed).toEqual([]);
    expect(reply.kind).toBe('reply');
    expect(structuredClone(reply)).toEqual(reply);
  });

  test.each([
    ['an extra field', { ...inputs[name], extra: 1 }],
    ['no object', 'text'],
    ['nothing', undefined],
    ['a list', [inputs[name]]],
    [
      'a field of the wrong kind',
      Object.keys(inputs[name]).length === 0
        ? 7
        : Object.fromEntries(Object.keys(inputs[name]).map((field) => [field, 7])),
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
  const request = { name: 'owner.plan-kill', input: inputs['owner.plan-kill'] };
  expect(await router(request, 'popover')).toEqual({ kind: 'refused' });
  expect(failed).toEqual([new Error('/secret/path')]);
});

test('a flood of requests is cut to the rate and recovers', () => {
  const limit = createRateLimit(100);
  const passedAt = (ms: number): number =>
    Array.from({ length: 1000 }, () => limit(ms)).filter(Boolean).length;
  expect(passedAt(0)).toBe(100);
  expect(passedAt(500)).toBe(50);
  expect(passedAt(10_000)).toBe(100);
});
