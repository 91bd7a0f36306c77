import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { iteratePorts, type FreePortStrategy } from '../../../electron/core/free-ports/strategy.ts';
import { toStrategy } from '../../../electron/core/free-ports/watched-strategy.ts';
import { aWatchedPort } from '../../support/builders.ts';

const first = (): number => 0;
const listAll = (strategy: FreePortStrategy) => [...iteratePorts(strategy, first)];

describe('the ports of a strategy', () => {
  test.each<[string, FreePortStrategy, readonly number[]]>([
    [
      'of a list come in its order, each once',
      {
        kind: 'list',
        ranges: [
          { from: 3002, to: 3003 },
          { from: 3001, to: 3002 },
        ],
      },
      [3002, 3003, 3001],
    ],
    ['go upward, the wanted one first', { kind: 'next', from: 8888, limit: 3 }, [8888, 8889, 8890]],
    ['end with the last port there is', { kind: 'next', from: 65_534, limit: 9 }, [65_534, 65_535]],
    ['are none above the last', { kind: 'next', from: 65_536, limit: 9 }, []],
    ['of a range go upward', { kind: 'range', range: { from: 7, to: 9 } }, [7, 8, 9]],
    ['of one port are one', { kind: 'random', range: { from: 7, to: 7 } }, [7]],
  ])('%s', (_name, strategy, ports) => {
    expect(listAll(strategy)).toEqual(ports);
  });

  test('at random are all of the range, each once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { maxLength: 300 }),
        (size, draws) => {
          let draw = 0;
          const randomBelow = (limit: number) => Math.floor((draws[draw++] ?? 0) * limit);
          const range = { from: 1000, to: 999 + size };
          const ports = [...iteratePorts({ kind: 'random', range }, randomBelow)];
          expect(ports.toSorted((a, b) => a - b)).toEqual(listAll({ kind: 'range', range }));
        },
      ),
    );
  });

  test('at random cost one draw for the first of many', () => {
    const limits: number[] = [];
    const ports = iteratePorts({ kind: 'random', range: { from: 49_152, to: 65_535 } }, (limit) => {
      limits.push(limit);
      return 5;
    });
    expect([ports.next().value, limits]).toEqual([49_157, [16_384]]);
  });
});

test('a watched port goes along its list, or upward where it has none and nothing else was set', () => {
  const range = { from: 20_000, to: 20_100 };
  expect([
    toStrategy(aWatchedPort()),
    toStrategy(aWatchedPort({ fallbackPorts: [] })),
    toStrategy(aWatchedPort({ allocation: { kind: 'next' } })),
    toStrategy(aWatchedPort({ allocation: { kind: 'random', range } })),
  ]).toEqual([
    { kind: 'list', ranges: [{ from: 3001, to: 3002 }] },
    { kind: 'next', from: 3001, limit: 100 },
    { kind: 'next', from: 3001, limit: 100 },
    { kind: 'random', range },
  ]);
});
