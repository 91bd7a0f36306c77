import { describe, expect, test } from 'vitest';
import type { ScanResult } from '../../electron/core/host.ts';
import { reconcile, type Transition } from '../../electron/core/reconcile.ts';
import { createState, type AppState } from '../../electron/core/state.ts';
import type { Listener } from '../../shared/listener.ts';
import { aListener, anOwner, aWatchedPort, someSettings } from '../support/builders.ts';

const scanOf = (...listeners: readonly Listener[]): ScanResult => ({
  kind: 'scanned',
  takenAtMs: 0,
  listeners,
  missing: [],
});
const failed: ScanResult = { kind: 'failed', reason: 'unreadable', detail: '' };

const squatted = scanOf(aListener());
const calm = scanOf();

/** Takes scans one after the other, a second apart, and returns every transition. */
function run(scans: readonly ScanResult[], start?: AppState): readonly Transition[] {
  let state = start ?? createState(someSettings(), []);
  let id = 0;
  return scans.map((scan, index) => {
    const transition = reconcile(state, scan, {
      nowMs: Date.UTC(2026, 0, 1) + index * 1000,
      monotonicMs: index * 1000,
      createId: () => `id-${(id += 1)}`,
    });
    state = transition.state;
    return transition;
  });
}

const last = (transitions: readonly Transition[]): Transition => {
  const transition = transitions.at(-1);
  if (transition === undefined) throw new Error('no scans were given');
  return transition;
};
const verdictOf = (transition: Transition) => transition.state.judged.get('web')?.verdict.kind;

describe('a conflict', () => {
  test('is suspected at the first scan, confirmed at the second, and told once', () => {
    const transitions = run([calm, squatted, squatted, squatted]);
    expect(transitions.map(verdictOf)).toEqual(['free', 'free', 'conflict', 'conflict']);
    expect(transitions.map(({ needsConfirmation }) => needsConfirmation)).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(transitions.map(({ alerts }) => alerts.length)).toEqual([0, 0, 1, 0]);
    expect(transitions.flatMap(({ entries }) => entries.map(({ kind }) => kind))).toEqual([
      'conflict-began',
    ]);
  });

  test('that was there for one scan only is never told', () => {
    const transitions = run([calm, squatted, calm, squatted, calm]);
    expect(transitions.every((transition) => verdictOf(transition) === 'free')).toBe(true);
    expect(transitions.flatMap(({ alerts }) => alerts)).toEqual([]);
  });

  test('ends with the first scan that shows its end', () => {
    const transition = last(run([squatted, squatted, calm]));
    expect(verdictOf(transition)).toBe('free');
    expect(transition.entries.map(({ kind }) => kind)).toEqual(['conflict-ended']);
  });

  test('survives a failed scan without being told again', () => {
    const transitions = run([squatted, squatted, failed, squatted]);
    expect(transitions.map(verdictOf)).toEqual([
      'undetermined',
      'conflict',
      'undetermined',
      'conflict',
    ]);
    expect(transitions.flatMap(({ alerts }) => alerts)).toHaveLength(1);
    expect(transitions.flatMap(({ entries }) => entries)).toHaveLength(1);
  });

  test('that comes and goes is told once in ten minutes for the same squatter', () => {
    const flapping = [squatted, squatted, calm, squatted, squatted, calm, squatted, squatted];
    expect(run(flapping).flatMap(({ alerts }) => alerts)).toHaveLength(1);
  });

  test('by another squatter is told although the first was just told', () => {
    const other = scanOf(aListener({ owners: [anOwner({ pid: 9, executable: '/usr/bin/java' })] }));
    expect(
      run([squatted, squatted, calm, other, other]).flatMap(({ alerts }) => alerts),
    ).toHaveLength(2);
  });

  test.each([
    ['when notifications are off', someSettings({ notifyConflicts: false })],
    [
      'when the port is muted',
      someSettings({ mutes: [{ watchedPortId: 'web', until: '2026-01-01T01:00:00.000Z' }] }),
    ],
  ])('is recorded but not told %s', (_when, settings) => {
    const transitions = run([squatted, squatted], createState(settings, []));
    expect(transitions.flatMap(({ alerts }) => alerts)).toEqual([]);
    expect(transitions.flatMap(({ entries }) => entries)).toHaveLength(1);
  });

  test('ends when its watched port is no longer watched', () => {
    const inConflict = last(run([squatted, squatted])).state;
    const unwatched = { ...inConflict, settings: someSettings({ watchedPorts: [] }) };
    const transition = last(run([squatted], unwatched));
    expect(transition.entries.map(({ kind }) => kind)).toEqual(['conflict-ended']);
    expect(transition.state.judged.size).toBe(0);
  });

  test('is judged anew when the entry moves to another port', () => {
    const inConflict = last(run([squatted, squatted])).state;
    const moved = {
      ...inConflict,
      settings: someSettings({ watchedPorts: [aWatchedPort({ port: 3001 })] }),
    };
    const transition = last(run([squatted], moved));
    expect(verdictOf(transition)).toBe('free');
    expect(transition.entries).toMatchObject([{ kind: 'conflict-ended', port: 3000 }]);
  });
});

describe('a scan', () => {
  test('that changes nothing leaves the very same state', () => {
    const [first, second] = run([scanOf(aListener({ port: 80 })), scanOf(aListener({ port: 80 }))]);
    expect(second?.state).toBe(first?.state);
  });

  test('that finds the same port with another process changes the state', () => {
    const [first, second] = run([
      scanOf(aListener({ port: 80 })),
      scanOf(aListener({ port: 80, owners: [anOwner({ pid: 4001, startToken: '999' })] })),
    ]);
    expect(second?.state).not.toBe(first?.state);
  });

  test('that fails keeps the last listeners and says since when they are old', () => {
    const [, second, third] = run([squatted, failed, failed]);
    expect(second?.state.reading?.listeners).toHaveLength(1);
    expect(second?.state.failure).toEqual({
      reason: 'unreadable',
      sinceMs: Date.UTC(2026, 0, 1) + 1000,
    });
    expect(third?.state).toBe(second?.state);
  });

  test('that fails at once never makes a port look free', () => {
    expect(verdictOf(last(run([failed])))).toBe('undetermined');
  });
});
