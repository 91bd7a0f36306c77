import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choosePort, type KnownQuestion } from '../../../electron/core/free-ports/choose-port.ts';
import { createObstacles, type KnownOfPorts } from '../../../electron/core/free-ports/obstacles.ts';
import type { FreePortStrategy } from '../../../electron/core/free-ports/strategy.ts';
import type { PassedOver } from '../../../shared/reassign.ts';
import { aHiddenListener, aListener, anOwner, aWatchedPort } from '../../support/builders.ts';

const limits = {
  ephemeral: { from: 32_768, to: 60_999 },
  reserved: [{ from: 9500, to: 9600 }],
  unprivilegedFrom: 1024,
};
const nothing: KnownOfPorts = {
  watchedPorts: [],
  listeners: [],
  limits,
  isPrivileged: false,
};
const range = (from: number, to: number): FreePortStrategy => ({
  kind: 'range',
  range: { from, to },
});

function ask(
  strategy: FreePortStrategy,
  known: Partial<KnownOfPorts> = {},
  facts: Partial<KnownQuestion> = {},
): KnownQuestion {
  return { strategy, protocols: ['tcp'], known: { ...nothing, ...known }, ...facts };
}
const choose = (question: KnownQuestion) => choosePort(question, () => 0);

describe('a port is passed over', () => {
  const vite = anOwner({ command: 'node /home/ann/shop/node_modules/.bin/vite' });
  test.each<[PassedOver, Partial<KnownOfPorts>]>([
    [{ port: 3000, reason: 'current' }, { current: 3000 }],
    [{ port: 1023, reason: 'privileged' }, {}],
    [{ port: 1023, reason: 'privileged' }, { limits: undefined }],
    [
      { port: 7000, reason: 'excluded' },
      { limits: { ...limits, excluded: [{ protocol: 'tcp', from: 6990, to: 7010 }] } },
    ],
    [{ port: 3000, reason: 'watched', by: 'web' }, { watchedPorts: [aWatchedPort()] }],
    [{ port: 3000, reason: 'leased' }, { leased: new Set([3000]) }],
    [
      { port: 3000, reason: 'in-use', by: 'vite' },
      { listeners: [aListener({ address: '::1', owners: [vite] })] },
    ],
    [{ port: 3000, reason: 'in-use' }, { listeners: [aHiddenListener({ port: 3000 })] }],
    [{ port: 3000, reason: 'recently-taken' }, { recentlyTaken: new Map([[3000, 'in-use']]) }],
    [
      { port: 3000, reason: 'not-permitted' },
      { recentlyTaken: new Map([[3000, 'not-permitted']]) },
    ],
    [{ port: 6000, reason: 'browser-blocked' }, {}],
    [{ port: 9500, reason: 'reserved' }, {}],
    [{ port: 5432, reason: 'well-known', by: 'PostgreSQL' }, {}],
  ])('%j', (obstacle, known) => {
    const find = createObstacles(ask({ kind: 'next', from: 1, limit: 65_535 }, known));
    expect(find(obstacle.port)).toEqual(obstacle);
  });
});

describe('a port is not passed over', () => {
  test.each<[string, KnownQuestion]>([
    [
      'for the other protocol',
      ask(range(3000, 3000), { listeners: [aListener({ protocol: 'udp' })] }),
    ],
    ['below 1024 for root', ask(range(1023, 1023), { isPrivileged: true })],
    [
      'where another address of it is held and one was asked for',
      ask(range(3000, 3000), { listeners: [aListener()] }, { address: '192.168.1.4' }),
    ],
    [
      'where the person listed a well-known one',
      ask({ kind: 'list', ranges: [{ from: 5432, to: 5432 }] }),
    ],
    ['where the person asked within what the administrator keeps', ask(range(9510, 9511))],
    ['for browsers where no browser comes', ask(range(6000, 6000), {}, { protocols: ['udp'] })],
  ])('%s', (_name, question) => {
    expect(choose(question).kind).toBe('chosen');
  });
});

test('with both protocols asked for, one that is held is enough to pass a port over', () => {
  const listeners = [aListener({ protocol: 'udp', port: 3001 })];
  const question = ask(range(3001, 3002), { listeners }, { protocols: ['tcp', 'udp'] });
  expect(choose(question)).toMatchObject({ port: 3002, passedOver: [{ reason: 'in-use' }] });
});

test('contested ports come last, in every order but that of a list', () => {
  const contested = new Set([3001, 3003]);
  expect(choose(ask(range(3001, 3003), { contested }))).toEqual({
    kind: 'chosen',
    port: 3002,
    isEphemeral: false,
    passedOver: [{ port: 3001, reason: 'contested' }],
  });
  const listeners = [aListener({ port: 3002 })];
  expect(choose(ask(range(3001, 3003), { contested, listeners }))).toMatchObject({ port: 3001 });
  const list: FreePortStrategy = { kind: 'list', ranges: [{ from: 3001, to: 3003 }] };
  expect(choose(ask(list, { contested }))).toMatchObject({ port: 3001 });
});

test('at random never gives the last one again', () => {
  const random: FreePortStrategy = { kind: 'random', range: { from: 3000, to: 3000 } };
  expect(choose(ask(random, { lastGiven: 3000 }))).toEqual({
    kind: 'exhausted',
    passedOver: [{ port: 3000, reason: 'given-last' }],
  });
});

test('what was drawn is kept while nothing speaks against it', () => {
  const random: FreePortStrategy = { kind: 'random', range: { from: 3000, to: 3009 } };
  const again = (known: Partial<KnownOfPorts>, kept: number) =>
    choosePort(ask(random, known), () => 0, kept);
  expect(again({}, 3007)).toMatchObject({ port: 3007 });
  expect(again({ leased: new Set([3007]) }, 3007)).toMatchObject({ port: 3000 });
  expect(again({}, 4000)).toMatchObject({ port: 3000 });
});

test('a choice among those that the system lends is marked, unless it leaves that one out', () => {
  const known = { limits: { ...limits, reserved: [{ from: 45_010, to: 45_020 }] } };
  const isEphemeral = (port: number) => {
    const choice = choose(ask(range(port, port), known));
    return choice.kind === 'chosen' && choice.isEphemeral;
  };
  expect([32_767, 32_768, 45_015, 60_999, 61_000].map(isEphemeral)).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
});

test('never chooses outside what was asked for, nor a port in use, and passes over the rest', () => {
  const port = fc.integer({ min: 1, max: 65_535 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(port, fc.integer({ min: 0, max: 20 })), { minLength: 1, maxLength: 4 }),
      fc.constantFrom('list', 'range', 'random', 'next'),
      fc.array(port, { maxLength: 50 }),
      fc.nat(),
      (starts, kind, taken, seed) => {
        const ranges = starts.map(([from, size]) => ({ from, to: Math.min(65_535, from + size) }));
        const [one = { from: 1, to: 1 }] = ranges;
        const strategy: FreePortStrategy =
          kind === 'list'
            ? { kind, ranges }
            : kind === 'next'
              ? { kind, from: one.from, limit: one.to - one.from + 1 }
              : { kind, range: one };
        const asked = kind === 'list' ? ranges : [one];
        const isAsked = (wanted: number) =>
          asked.some(({ from, to }) => from <= wanted && wanted <= to);
        const listeners = taken.map((held) => aListener({ port: held }));
        const choice = choosePort(ask(strategy, { listeners }), (limit) => seed % limit);
        expect(choice.passedOver.every((one) => isAsked(one.port))).toBe(true);
        if (choice.kind === 'exhausted') return;
        expect(isAsked(choice.port) && !taken.includes(choice.port)).toBe(true);
      },
    ),
  );
});
