import { describe, expect, test } from 'vitest';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { connectAgent } from '../support/agent-in-memory.ts';
import { aContext, aListener, aWatchedPort } from '../support/builders.ts';

const FILE = '/home/ann/shop/.env';

/** An agent of a machine with one watched service whose port stands in a file. */
async function connectMover(facts: Partial<WatchedPort> = {}) {
  const { machine, call } = await connectAgent({ watchedPorts: [aWatchedPort(facts)] });
  machine.listeners = [];
  machine.files.set(FILE, 'PORT=3000');

  async function plan(args: Readonly<Record<string, unknown>> = { watchedName: 'web' }) {
    const { document, text } = await call('reassign_plan', args);
    if (document === undefined) throw new Error(text);
    return document as { readonly token: string; readonly summary: string };
  }

  return { machine, call, plan };
}

describe('a move by an agent', () => {
  test('is planned without a change, done by its token, and put on record', async () => {
    const { machine, call, plan } = await connectMover();
    machine.taken.add(3001);
    const planned = await plan();
    expect(planned).toMatchObject({
      name: 'web',
      from: 3000,
      to: 3001,
      lines: [{ file: FILE, line: 1, before: 'PORT=3000', after: 'PORT=3001' }],
      restarts: false,
      restart: null,
    });
    expect(planned.summary).toContain('+ PORT=3001');
    expect(machine.files.get(FILE)).toBe('PORT=3000');
    const taken = await call('reassign_apply', { token: planned.token });
    expect(taken.document).toMatchObject({ isMoved: false, outcome: 'port-taken', service: null });

    const { token } = await plan({ port: 3000, to: 3002 });
    const moved = await call('reassign_apply', { token });
    expect(moved.document).toMatchObject({
      isMoved: true,
      isRunning: false,
      outcome: 'reassigned',
      service: { kind: 'not-restarted' },
      files: [FILE],
    });
    expect(machine.files.get(FILE)).toBe('PORT=3002');
    expect(machine.stored.watchedPorts).toMatchObject([{ port: 3002 }]);
    expect(machine.history).toMatchObject([{ kind: 'reassigned', from: 3000, to: 3002 }]);
    expect(machine.signals).toEqual([]);
  });

  test('says why other ports were passed over', async () => {
    const { plan, machine } = await connectMover();
    machine.stored = {
      ...machine.stored,
      watchedPorts: [
        ...machine.stored.watchedPorts,
        aWatchedPort({ id: 'b', name: 'b', port: 3001 }),
      ],
    };
    expect(await plan()).toMatchObject({
      to: 3002,
      passedOver: [{ port: 3001, reason: 'watched', by: 'b' }],
    });
  });

  test('happens once, and only by a fresh token of this server', async () => {
    const { machine, call, plan } = await connectMover();
    const { token: old } = await plan();
    await machine.clock.advance(5 * 60_000 + 1);
    const { token } = await plan();
    for (const bad of [old, '', `${token}x`]) {
      const refused = await call('reassign_apply', { token: bad });
      expect(refused).toMatchObject({
        isError: true,
        text: expect.stringMatching(/^token-not-valid/),
      });
    }
    const answers = await Promise.all([
      call('reassign_apply', { token }),
      call('reassign_apply', { token }),
    ]);
    expect(answers.filter(({ isError }) => !isError)).toHaveLength(1);
    expect(machine.history).toHaveLength(1);
  });

  test('writes nothing where a file or the watched port differs from the plan', async () => {
    const { machine, call, plan } = await connectMover();
    const before = machine.stored;
    const { token } = await plan();
    machine.files.set(FILE, 'PORT=3000\nNEW=1');
    const edited = await call('reassign_apply', { token });
    expect(edited.document).toMatchObject({ isMoved: false, outcome: 'changed', files: [] });
    expect(edited.document).toMatchObject({ next: expect.stringContaining('reassign_plan again') });

    const { token: second } = await plan();
    machine.stored = { ...before, watchedPorts: [aWatchedPort({ address: '127.0.0.1' })] };
    const changed = await call('reassign_apply', { token: second });
    expect(changed.document).toMatchObject({ isMoved: false, outcome: 'changed' });
    expect(machine.files.get(FILE)).toBe('PORT=3000\nNEW=1');
  });

  test('starts the service only where that ends nothing, or where it was asked for', async () => {
    const command = ['npm', 'start'];
    const { call, plan, machine } = await connectMover({ restartCommand: command });
    const left = await plan({ watchedName: 'web', restart: false });
    expect(left).toMatchObject({ restarts: false, restart: { kind: 'command', command } });
    const planned = await plan();
    expect(planned).toMatchObject({ restarts: true, restart: { kind: 'command', ends: null } });
    const { document } = await call('reassign_apply', { token: planned.token });
    expect(document).toMatchObject({ isMoved: true, isRunning: false });
    expect(document).toMatchObject({ service: { kind: 'not-up' } });
    expect(machine.started).toMatchObject([{ argv: command }]);
  });

  test.each([
    ['of the system, which asks for a password, is not stopped', false, 'not-ended', []],
    ['of the person is stopped', true, 'not-up', ['web.service']],
  ])('that restarts: a unit %s', async (_what, isUserUnit, kind, stopped) => {
    const { machine, call, plan } = await connectMover({
      expectedOwner: { kind: 'executable', executable: 'node' },
      restartCommand: ['npm', 'start'],
    });
    machine.listeners = [aListener()];
    const unit = { name: 'web.service', isUserUnit };
    machine.contexts.set(4001, aContext({ unit }));
    machine.unitFacts.set(unit.name, { restarts: true, isEnabled: true, triggeredBy: [] });
    machine.onStop = () => {
      machine.end(4001);
      return 'stopped';
    };
    const { token } = await plan({ watchedName: 'web', restart: true });
    const { document } = await call('reassign_apply', { token });
    expect(document).toMatchObject({ isMoved: true, service: { kind } });
    expect(machine.stopped).toEqual(stopped);
  });

  test('with a restart that nobody knows of gets no token', async () => {
    const { call } = await connectMover();
    const refused = await call('reassign_plan', { watchedName: 'web', restart: true });
    expect(refused).toMatchObject({ isError: true, text: expect.stringMatching(/^no-restart: /) });
  });

  test.each([
    ['whose file is missing', {}, 'edit-refused'],
    ['whose file nobody named', { configTargets: [] }, 'no-config-target'],
    ['that has nowhere to go', { fallbackPorts: [{ from: 22, to: 22 }] }, 'no-free-port'],
  ] satisfies readonly (readonly [string, Partial<WatchedPort>, string])[])(
    'of a service %s gets no token',
    async (_what, facts, code) => {
      const { call, machine } = await connectMover(facts);
      machine.files.delete(FILE);
      const { isError, text } = await call('reassign_plan', { watchedName: 'web' });
      expect(isError).toBe(true);
      expect(text).toMatch(new RegExp(`^${code}: .+\nNext: .+`));
    },
  );

  test('is planned by nobody while the settings cannot be read', async () => {
    const { call, machine } = await connectMover();
    const { stored } = machine;
    machine.host.settingsStore.read = () =>
      Promise.resolve({
        settings: stored,
        notices: [{ kind: 'settings-unreadable', id: '1' }],
      } as never);
    const refused = await call('reassign_plan', { watchedName: 'web' });
    expect(refused.text).toMatch(/^settings-unreadable: /);
  });
});

describe('an undo by an agent', () => {
  test('is shown first, done by its token, and only once', async () => {
    const { machine, call, plan } = await connectMover();
    await call('reassign_apply', { token: (await plan()).token });
    const { document: shown } = await call('undo');
    expect(shown).toMatchObject({
      summary: 'Move web back from port 3001 to port 3000',
      move: { name: 'web', from: 3000, to: 3001, files: [FILE] },
      lines: [{ before: 'PORT=3001', after: 'PORT=3000' }],
      outcome: null,
    });
    expect(machine.files.get(FILE)).toBe('PORT=3001');
    const { token } = shown as { token: string };
    const { document: undone } = await call('undo', { token });
    expect(undone).toMatchObject({ outcome: 'undone', token: null });
    expect(machine.files.get(FILE)).toBe('PORT=3000');
    expect(machine.stored.watchedPorts).toMatchObject([{ port: 3000 }]);
    expect((await call('undo', { token })).text).toMatch(/^token-not-valid/);
    expect((await call('undo')).text).toMatch(/^nothing-to-undo/);
  });

  test('takes back the move that was shown and no other', async () => {
    const { machine, call, plan } = await connectMover();
    await call('reassign_apply', { token: (await plan()).token });
    const { document } = await call('undo');
    await call('reassign_apply', { token: (await plan()).token });
    const { token } = document as { token: string };
    expect((await call('undo', { token })).text).toMatch(/^not-last/);
    expect(machine.files.get(FILE)).toBe('PORT=3002');
  });

  test('leaves a file alone that was edited since', async () => {
    const { machine, call, plan } = await connectMover();
    await call('reassign_apply', { token: (await plan()).token });
    const { document } = await call('undo');
    machine.files.set(FILE, 'PORT=9');
    const undone = await call('undo', { token: (document as { token: string }).token });
    expect(undone.document).toMatchObject({ outcome: 'changed' });
    expect(machine.files.get(FILE)).toBe('PORT=9');
  });
});
