import { describe, expect, test } from 'vitest';
import { PLAIN } from '../../electron/command/output/colours.ts';
import { parseArguments } from '../../electron/command/arguments/parse-arguments.ts';
import { runCommand } from '../../electron/command/run-command.ts';
import { aListener, aWatchedPort, someSettings } from '../support/builders.ts';
import { createFakeMachine, type FakeMachine } from '../support/fake-host.ts';

type Arrange = (machine: FakeMachine) => void;

const nothing = (): void => undefined;
const unreadPorts: Arrange = (machine) => {
  machine.scanFailure = { kind: 'failed', reason: 'timed-out', detail: '' };
};
const unreadSettings: Arrange = ({ host, stored: settings }) => {
  const notice = { kind: 'settings-unreadable', id: 'settings-unreadable', file: '/s' } as const;
  const loaded = { settings, notices: [notice] };
  host.settingsStore.load = () => Promise.resolve(loaded);
  host.settingsStore.read = () => Promise.resolve(loaded);
};
const busyBook: Arrange = ({ host }) => {
  host.leaseStore.change = () => Promise.resolve({ kind: 'book-busy' });
};
const watchTwice: Arrange = (machine) => {
  const watched = [aWatchedPort(), aWatchedPort({ id: 'other', port: 3005 })];
  machine.stored = { ...machine.stored, watchedPorts: watched };
};

/** What a program gets that asks for a document. */
async function ask(line: string, arrange: Arrange, ownsSettings = true) {
  const machine = createFakeMachine(someSettings());
  arrange(machine);
  const { asked } = parseArguments([...line.split(' '), '--json']);
  const out: string[] = [];
  const err: string[] = [];
  const running = runCommand(
    {
      versions: { version: '1', runtime: 'Node' },
      host: machine.host,
      cwd: '/home/ann',
      print: (text) => out.push(text) > 0,
      colours: PLAIN,
      complain: (text) => void err.push(text),
      onStop: nothing,
      ask: undefined,
      keepsHistory: true,
      ownsSettings,
    },
    asked as Parameters<typeof runCommand>[1],
  );
  await machine.clock.advance(60_000);
  const code = await running;
  return { code, document: JSON.parse(out.join('\n')) as unknown, complaints: err.join('\n') };
}

describe('a kill that shows nobody', () => {
  test.each<[string, Arrange, object]>([
    ['3000', unreadSettings, { port: 3000, protocol: 'tcp', refused: 'settings-unreadable' }],
    ['lost', nothing, { port: null, protocol: null, refused: 'unknown-name' }],
    ['web', watchTwice, { port: null, protocol: null, refused: 'ambiguous-name' }],
    ['web', unreadPorts, { port: 3000, protocol: 'tcp', refused: 'scan-failed' }],
    [
      '3000 --udp',
      (machine) => {
        machine.missing = ['udp6'];
      },
      { port: 3000, protocol: 'udp', refused: 'scan-partial' },
    ],
    [
      '3000 --way unit',
      (machine) => {
        machine.listeners = [aListener()];
      },
      { port: 3000, protocol: 'tcp', refused: 'no-such-way' },
    ],
  ])('tells a program why: %s', async (words, arrange, told) => {
    const { code, document, complaints } = await ask(`kill ${words} --yes`, arrange);
    expect(code).toBe(2);
    expect(document).toEqual({ dryRun: false, kills: [], ...told });
    expect(complaints).not.toBe('');
  });
});

describe('a move that is not begun', () => {
  const none = { plan: null, outcome: null, sentence: null };

  test.each<[string, Arrange, number, object]>([
    ['web --yes', unreadSettings, 2, { ...none, refused: 'settings-unreadable' }],
    ['3009 --yes', nothing, 4, { ...none, refused: 'unwatched' }],
    ['lost --yes', nothing, 2, { ...none, refused: 'unknown-name' }],
    ['web --yes', watchTwice, 2, { ...none, refused: 'ambiguous' }],
    ['web --dry-run', unreadPorts, 2, { ...none, refused: 'scan-failed' }],
    [
      'web --to 3000 --yes',
      nothing,
      4,
      { ...none, refused: 'already-there', sentence: 'web is on port 3000 already.' },
    ],
  ])('tells a program why: %s', async (words, arrange, wanted, told) => {
    const { code, document, complaints } = await ask(`reassign ${words}`, arrange);
    expect(code).toBe(wanted);
    expect(document).toEqual(told);
    expect(complaints).not.toBe('');
  });

  test('keeps the plan in its document where there is one', async () => {
    const write: Arrange = (machine) => {
      machine.listeners = [];
      machine.files.set('/home/ann/shop/.env', 'PORT=3000');
    };
    expect(await ask('reassign web --restart --yes', write)).toMatchObject({
      code: 2,
      document: { plan: { kind: 'ready', to: 3001 }, outcome: null, refused: 'no-restart' },
    });
    expect(await ask('reassign web --yes', nothing)).toMatchObject({
      code: 2,
      document: {
        plan: { kind: 'refused', refusal: { kind: 'edit-refused' } },
        refused: 'edit-refused',
        sentence: expect.any(String),
      },
    });
  });

  test('leaves settings of another account alone, and says so', async () => {
    for (const line of ['reassign web --yes', 'undo --yes']) {
      expect(await ask(line, nothing, false)).toMatchObject({
        code: 2,
        document: { outcome: null, refused: 'settings-not-ours' },
      });
    }
  });
});

test.each([
  ['undo --yes', 'nothing-to-undo'],
  ['undo 4711 --dry-run', 'unknown-id'],
])('%s tells a program that there is no such move', async (line, refused) => {
  const { code, document } = await ask(line, nothing);
  expect(code).toBe(4);
  expect(document).toEqual({ move: null, outcome: null, sentence: null, refused });
});

test.each<[string, Arrange, number, object]>([
  ['lease web --pid 77', nothing, 2, { outcome: 'no-such-process' }],
  ['lease web', busyBook, 2, { outcome: 'book-busy' }],
  ['release web', busyBook, 2, { outcome: 'book-busy', released: [] }],
  ['release web', nothing, 1, { outcome: 'nothing-leased', released: [] }],
])('%s tells a program what came of it', async (line, arrange, wanted, told) => {
  const { code, document } = await ask(line, arrange);
  expect({ code, document }).toEqual({ code: wanted, document: told });
});
