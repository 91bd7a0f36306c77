import { expect, test } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import { toDayStrips } from '../../../electron/core/history/to-day-strips.ts';
import type { HistoryEntry, Standing } from '../../../shared/history.ts';
import { aListener, aWatchedPort, someSettings } from '../../support/builders.ts';
import { createFakeMachine } from '../../support/fake-host.ts';

const at = (time: string) => `2026-03-04T${time}:00.000Z`;
const atMs = (time: string) => Date.parse(at(time));
const day = { fromMs: atMs('08:00'), toMs: atMs('20:00') };
const web = aWatchedPort({ id: 'web', port: 3000 });

function watching(kind: 'watching-began' | 'watching-ended', time: string): HistoryEntry {
  return { kind, id: `${kind} ${time}`, at: at(time) };
}

/** Who held the port from one time to another, or holds it still. */
function held(from: string, to: string | undefined, more: { standing?: Standing; port?: number }) {
  const facts = {
    id: `${from} ${more.standing ?? ''}`,
    protocol: 'tcp' as const,
    port: 3000,
    addresses: ['127.0.0.1'],
    holder: { title: 'vite', name: 'node', user: 'ann' },
    standing: 'expected' as const,
    from: at(from),
    ...more,
  };
  const began: HistoryEntry = { ...facts, kind: 'occupancy-began', at: at(from) };
  if (to === undefined) return [began];
  return [began, { ...facts, kind: 'occupancy-ended', at: at(to) } satisfies HistoryEntry];
}

const stripsOf = (entries: readonly HistoryEntry[], isCut = false) =>
  toDayStrips({ entries, skipped: 0, isCut }, day, [web]);
const heldOf = (entries: readonly HistoryEntry[]) => stripsOf(entries).strips[0]?.held;

test('a strip tells who held the port, cut to the day, up to now', () => {
  const entries = [
    watching('watching-began', '06:00'),
    ...held('07:00', '09:00', {}),
    ...held('10:00', '11:00', { standing: 'squatter' }),
    ...held('12:00', undefined, {}),
    ...held('13:00', '14:00', { port: 3001 }),
  ];
  expect(heldOf(entries)).toEqual([
    { standing: 'expected', fromMs: atMs('08:00'), toMs: atMs('09:00') },
    { standing: 'expected', fromMs: atMs('12:00'), toMs: atMs('20:00') },
    { standing: 'squatter', fromMs: atMs('10:00'), toMs: atMs('11:00') },
  ]);
  expect(stripsOf(entries).unknown).toEqual([]);
});

test('restarts that follow one another at once are one stretch, longer pauses are seen', () => {
  const entries = [
    watching('watching-began', '06:00'),
    ...held('09:00', '09:30', {}),
    ...held('09:31', '10:00', {}),
    ...held('10:30', '11:00', {}),
  ];
  expect(heldOf(entries)).toEqual([
    { standing: 'expected', fromMs: atMs('09:00'), toMs: atMs('10:00') },
    { standing: 'expected', fromMs: atMs('10:30'), toMs: atMs('11:00') },
  ]);
});

test('what nobody watched is unknown, not free', () => {
  expect(stripsOf([]).unknown).toEqual([day]);
  const entries = [
    watching('watching-began', '05:00'),
    watching('watching-ended', '07:00'),
    watching('watching-began', '09:00'),
    watching('watching-ended', '12:00'),
    watching('watching-began', '12:02'),
    watching('watching-ended', '19:00'),
  ];
  expect(stripsOf(entries).unknown).toEqual([
    { fromMs: atMs('08:00'), toMs: atMs('09:00') },
    { fromMs: atMs('19:00'), toMs: atMs('20:00') },
  ]);
  expect(stripsOf(entries).strips).toEqual([]);
});

test('what was left out because there is too much is unknown', () => {
  expect(stripsOf(held('15:00', '16:00', {}), true).unknown).toEqual([
    { fromMs: atMs('08:00'), toMs: atMs('15:00') },
  ]);
});

test('the app tells the last day of what it watches now, with what has just happened', async () => {
  const machine = createFakeMachine(someSettings({ watchedPorts: [web] }));
  machine.listeners = [aListener({ port: 3000 })];
  const app = createApp(machine.host);
  await app.start();
  await machine.clock.advance(3_600_000);
  const { fromMs, toMs, unknown, strips } = await app.handlers['history.read-day']({}, 'popover');
  expect(toMs).toBe(machine.clock.wallMs());
  expect(toMs - fromMs).toBe(86_400_000);
  expect(unknown).toMatchObject([{ fromMs }]);
  expect(strips).toMatchObject([{ watchedPortId: 'web', held: [{ toMs }] }]);
  await app.stop();
});
