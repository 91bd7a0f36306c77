import { expect, test } from 'vitest';
import { judgeProbe, type ServiceHealth } from '../../../electron/core/health/judge-probe.ts';
import type { ProbeResult } from '../../../shared/health.ts';
import { aProbe } from '../../support/builders.ts';

const probe = aProbe({ failureThreshold: 3, recoveryThreshold: 2 });

const answered: ProbeResult = { kind: 'answered', latencyMs: 4, status: 200 };
const failed: ProbeResult = { kind: 'failed', failure: { kind: 'timed-out' } };
const wrong: ProbeResult = { kind: 'failed', failure: { kind: 'wrong-status', status: 503 } };

/** What results that come a second apart make of a service, one step each. */
function judgeAll(results: readonly ProbeResult[], asked = probe) {
  let health: ServiceHealth | undefined;
  return results.map((result, index) => {
    const judged = judgeProbe(health, result, asked, index * 1000);
    health = judged.health;
    return judged;
  });
}

const statesOf = (results: readonly ProbeResult[], asked = probe) =>
  judgeAll(results, asked).map(({ health, news }) => news ?? health.state);

test('one answer makes it healthy, and further ones are no news', () => {
  expect(statesOf([answered, answered])).toEqual(['healthy', 'healthy']);
});

test('it is failing until it has failed often enough in a row to be down', () => {
  expect(statesOf([answered, failed, failed, failed, failed])).toEqual([
    'healthy',
    'failing',
    'failing',
    'went-down',
    'down',
  ]);
});

test('an answer in between begins the count anew', () => {
  expect(statesOf([failed, failed, answered, failed, failed, failed])).toEqual([
    'failing',
    'failing',
    'healthy',
    'failing',
    'failing',
    'went-down',
  ]);
});

test('it is back after so many answers in a row, and a failure among them begins anew', () => {
  const down = [failed, failed, failed];
  expect(statesOf([...down, answered, failed, answered, answered]).slice(3)).toEqual([
    'down',
    'down',
    'down',
    'recovered',
  ]);
});

test('with thresholds of one, every result is news', () => {
  const hasty = aProbe({ failureThreshold: 1, recoveryThreshold: 1 });
  expect(statesOf([failed, answered, failed], hasty)).toEqual([
    'went-down',
    'recovered',
    'went-down',
  ]);
});

test('a state says since when it holds and what the last probe failed of', () => {
  const steps = judgeAll([failed, failed, failed, wrong, answered, answered]);
  expect(steps.map(({ health }) => [health.sinceMs, health.failure])).toEqual([
    [0, { kind: 'timed-out' }],
    [0, { kind: 'timed-out' }],
    [2000, { kind: 'timed-out' }],
    [2000, { kind: 'wrong-status', status: 503 }],
    [2000, { kind: 'wrong-status', status: 503 }],
    [5000, undefined],
  ]);
});
