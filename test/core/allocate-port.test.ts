import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { choosePort, type AllocationRequest } from '../../electron/core/allocate-port.ts';
import { aListener, aWatchedPort } from '../support/builders.ts';

function aRequest(facts: Partial<AllocationRequest> = {}): AllocationRequest {
  return {
    protocol: 'tcp',
    current: 3000,
    candidates: [{ from: 3000, to: 3005 }],
    watchedPorts: [],
    foundTaken: new Map(),
    isPrivileged: false,
    ...facts,
  };
}

test('takes the first port that nothing speaks against and gives a reason for each before it', () => {
  const choice = choosePort(
    aRequest({
      candidates: [
        { from: 80, to: 80 },
        { from: 3000, to: 3005 },
      ],
      watchedPorts: [aWatchedPort({ port: 3001 })],
      foundTaken: new Map([[3003, 'in-use']]),
    }),
    { listeners: [aListener({ port: 3002, address: '::1' })], missing: [] },
  );
  expect(choice).toEqual({
    kind: 'chosen',
    port: 3004,
    passedOver: [
      { port: 80, reason: 'privileged' },
      { port: 3000, reason: 'current' },
      { port: 3001, reason: 'watched' },
      { port: 3002, reason: 'in-use' },
      { port: 3003, reason: 'in-use' },
    ],
  });
});

test('does not mind the other protocol', () => {
  const choice = choosePort(aRequest({ candidates: [{ from: 3001, to: 3001 }] }), {
    listeners: [aListener({ protocol: 'udp', port: 3001 })],
    missing: [],
  });
  expect(choice).toEqual({ kind: 'chosen', port: 3001, passedOver: [] });
});

test('says that the candidates are exhausted rather than leave them', () => {
  const choice = choosePort(aRequest({ candidates: [{ from: 3000, to: 3000 }] }), {
    listeners: [],
    missing: [],
  });
  expect(choice).toEqual({ kind: 'exhausted', passedOver: [{ port: 3000, reason: 'current' }] });
});

test('never chooses outside the candidates, whatever is taken', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 65_535 }), fc.integer({ min: 0, max: 20 })), {
        maxLength: 4,
      }),
      fc.array(fc.integer({ min: 1, max: 65_535 }), { maxLength: 50 }),
      (starts, taken) => {
        const candidates = starts.map(([from, length]) => ({
          from,
          to: Math.min(65_535, from + length),
        }));
        const choice = choosePort(aRequest({ candidates }), {
          listeners: taken.map((port) => aListener({ port })),
          missing: [],
        });
        if (choice.kind === 'exhausted') return true;
        return (
          !taken.includes(choice.port) &&
          candidates.some(({ from, to }) => from <= choice.port && choice.port <= to)
        );
      },
    ),
  );
});
