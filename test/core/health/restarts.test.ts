import { expect, test } from 'vitest';
import { createHealthRestarts } from '../../../electron/core/health/health-restarts.ts';
import type { ProbedService } from '../../../electron/core/health/health-watch.ts';
import type { RestartOutcome } from '../../../electron/core/health/restart-down.ts';
import { RESTARTS_MAX } from '../../../electron/core/health/restart-policy.ts';
import { aProbe, aWatchedPort } from '../../support/builders.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const STEP_MS = 5000;

function aRestarter(outcome: RestartOutcome = 'running', onDown: 'restart' | 'notify' = 'restart') {
  const clock = createFakeClock();
  const tries: number[] = [];
  const givenUp: string[] = [];
  const told: string[] = [];
  const restarts = createHealthRestarts({
    clock,
    restart() {
      tries.push(clock.monotonicMs());
      return Promise.resolve(outcome);
    },
    onRestarted: (_watchedPort, became) => told.push(became),
    onGivenUp: (_watchedPort, why) => givenUp.push(why),
    onBug: (error) => {
      throw error;
    },
  });
  let watchedPort = { ...aWatchedPort(), probe: aProbe({ onDown }) };
  const look = (state: 'down' | 'healthy', news?: 'went-down' | 'recovered'): void => {
    const probed: ProbedService = {
      watchedPort,
      health: { state, sinceMs: 0, against: 0 },
      ...(news !== undefined && { news }),
    };
    restarts.look(probed);
  };
  /** It is down and stays so, as one probe after the other tells. */
  const stayDown = async (ms: number): Promise<void> => {
    look('down', 'went-down');
    for (let restMs = ms; restMs > 0; restMs -= STEP_MS) {
      await clock.advance(STEP_MS);
      look('down');
    }
    await restarts.settled();
  };
  const edit = (restartCommand: readonly string[]): void => {
    watchedPort = { ...watchedPort, restartCommand };
  };
  return { clock, tries, givenUp, told, look, stayDown, edit };
}

test('it is started again at once, then after pauses that double, and no more than so often', async () => {
  const { stayDown, tries, givenUp, told } = aRestarter();
  await stayDown(20 * 60_000);
  expect(tries).toEqual([0, 30_000, 90_000, 210_000]);
  expect(tries).toHaveLength(RESTARTS_MAX);
  expect(told).toHaveLength(RESTARTS_MAX);
  expect(givenUp).toEqual(['gave-up']);
});

test('who recovers and goes down again soon has only the tries that are left', async () => {
  const { stayDown, look, clock, tries, givenUp } = aRestarter();
  for (let turn = 0; turn < 6; turn += 1) {
    await stayDown(5 * 60_000);
    look('healthy', 'recovered');
    await clock.advance(60_000);
  }
  expect(tries).toHaveLength(RESTARTS_MAX);
  expect(givenUp.length).toBeGreaterThan(0);
});

test('who was well for long has all of them again', async () => {
  const { stayDown, look, clock, tries } = aRestarter();
  await stayDown(10 * 60_000);
  look('healthy', 'recovered');
  await clock.advance(15 * 60_000);
  await stayDown(10 * 60_000);
  expect(tries).toHaveLength(2 * RESTARTS_MAX);
});

test('what cannot be started again is told once an outage, and not tried on', async () => {
  const { stayDown, tries, givenUp } = aRestarter('impossible');
  await stayDown(10 * 60_000);
  expect(tries).toHaveLength(1);
  expect(givenUp).toEqual(['impossible']);
});

test.each(['not-started', 'not-up'] as const)(
  'what is %s is away, and is told at once and not tried on',
  async (outcome) => {
    const { stayDown, tries, givenUp, told } = aRestarter(outcome);
    await stayDown(10 * 60_000);
    expect(tries).toHaveLength(1);
    expect(told).toEqual([outcome]);
    expect(givenUp).toEqual(['gave-up']);
  },
);

test('what does not end is tried on, as often as what runs and does not answer', async () => {
  const { stayDown, tries, givenUp } = aRestarter('not-ended');
  await stayDown(10 * 60_000);
  expect(tries).toHaveLength(RESTARTS_MAX);
  expect(givenUp).toEqual(['gave-up']);
});

test('nothing is started again that is only to be told of', async () => {
  const { stayDown, tries, givenUp } = aRestarter('running', 'notify');
  await stayDown(10 * 60_000);
  expect([tries, givenUp]).toEqual([[], []]);
});

test('what could not be started again is tried anew once its entry says how', async () => {
  const { look, tries, edit, clock } = aRestarter('impossible');
  look('down', 'went-down');
  await clock.advance(STEP_MS);
  look('down');
  expect(tries).toHaveLength(1);
  edit(['npm', 'start']);
  look('down');
  await clock.advance(STEP_MS);
  look('down');
  expect(tries).toHaveLength(2);
});
