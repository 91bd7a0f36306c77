import { describe, expect, test } from 'vitest';
import type { HealthAlert } from '../../electron/core/health/health.ts';
import { createAnnouncer, type News } from '../../electron/core/announcer.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { toNotices } from '../../electron/shell/conflict-notices.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { buildSnapshot, buildView, buildWatchedPort } from '../renderer/builders.ts';

const HOUR_MS = 3_600_000;
const t = toTranslate('en');

const conflictOn = (id: string, port: number) =>
  buildView(buildWatchedPort({ id, port, name: id }), {
    kind: 'conflict',
    conflict: 'reserved',
    unprivilegedFrom: 1024,
    listenerKeys: [],
  });
const web = conflictOn('web', 3000);
const api = conflictOn('api', 8080);
const alertsOf = (...ids: readonly string[]) => ids.map((watchedPortId) => ({ watchedPortId }));

/** The fake clock starts at 9:14 UTC; the quiet hours around it are of the zone that tests run in. */
function start(isQuiet: 'quiet-hours' | 'do-not-disturb' | undefined) {
  const clock = createFakeClock();
  const told: News[] = [];
  const toTime = (ms: number): string =>
    [new Date(ms).getHours(), new Date(ms).getMinutes()]
      .map((part) => String(part).padStart(2, '0'))
      .join(':');
  const desktop = {
    isDoNotDisturb: isQuiet === 'do-not-disturb',
    snapshot: buildSnapshot({
      watched: [web, api],
      settings: {
        ...defaultSettings,
        quietHours: {
          isOn: isQuiet === 'quiet-hours',
          from: toTime(clock.wallMs() - HOUR_MS),
          to: toTime(clock.wallMs() + HOUR_MS),
        },
      },
    }),
  };
  const announcer = createAnnouncer({
    clock,
    getSnapshot: () => desktop.snapshot,
    isDoNotDisturb: () => Promise.resolve(desktop.isDoNotDisturb),
    tell: (news) => told.push(news),
    onBug: (error) => {
      throw error;
    },
  });
  return { announcer, clock, told, desktop };
}

describe('what happens', () => {
  test('is told at once when nothing speaks against it', async () => {
    const { announcer, clock, told } = start(undefined);
    announcer.hearOfConflicts(alertsOf('web'));
    await clock.advance(0);
    expect(told).toEqual([
      { alerts: alertsOf('web'), ruleKills: [], outages: [], wasMissed: false },
    ]);
  });

  test('is told at the next good reading when the ports cannot be read just then', async () => {
    const { announcer, clock, told, desktop } = start(undefined);
    const verdict = { kind: 'undetermined', reason: 'scan-failed', listenerKeys: [] } as const;
    desktop.snapshot = { ...desktop.snapshot, watched: [{ ...web, verdict }] };
    announcer.hearOfConflicts(alertsOf('web'));
    await clock.advance(6000);
    expect(told).toEqual([]);
    desktop.snapshot = { ...desktop.snapshot, watched: [web] };
    await clock.advance(5000);
    expect(told).toEqual([
      { alerts: alertsOf('web'), ruleKills: [], outages: [], wasMissed: false },
    ]);
  });

  test('is not told any more once the app ends', async () => {
    const { announcer, clock, told } = start(undefined);
    announcer.hearOfConflicts(alertsOf('web'));
    announcer.stop();
    await clock.advance(HOUR_MS);
    expect(told).toEqual([]);
  });

  test('in quiet hours is told together when they are over, and once', async () => {
    const { announcer, clock, told, desktop } = start('quiet-hours');
    announcer.hearOfConflicts(alertsOf('web'));
    await clock.advance(HOUR_MS / 2);
    announcer.hearOfConflicts(alertsOf('api', 'web'));
    await clock.advance(HOUR_MS / 2 - 1000);
    expect(told).toEqual([]);
    await clock.advance(HOUR_MS);
    expect(told).toEqual([
      { alerts: alertsOf('web', 'api'), ruleKills: [], outages: [], wasMissed: true },
    ]);
    const [news] = told;
    expect(news && toNotices(desktop.snapshot, news, t)).toEqual([
      { title: 'While it was quiet: 2 conflicts', body: '3000 (web) and 8080 (api).', items: [] },
    ]);
  });

  test('under do-not-disturb is told when that ends', async () => {
    const { announcer, clock, told, desktop } = start('do-not-disturb');
    announcer.hearOfConflicts(alertsOf('web'));
    await clock.advance(HOUR_MS);
    expect(told).toEqual([]);
    expect(await announcer.findQuiet()).toBe('do-not-disturb');
    desktop.isDoNotDisturb = false;
    await clock.advance(5000);
    expect(told).toHaveLength(1);
  });

  test.each([
    ['is over', { ...web, verdict: { kind: 'free' } }],
    ['is ignored', { ...web, mutedUntil: 'further-notice' }],
  ] as const)('and %s by the end of the quiet is not told', async (_what, view) => {
    const { announcer, clock, told, desktop } = start('quiet-hours');
    announcer.hearOfConflicts(alertsOf('web'));
    await clock.advance(1000);
    desktop.snapshot = { ...desktop.snapshot, watched: [view] };
    await clock.advance(2 * HOUR_MS);
    expect(told).toEqual([]);
  });

  test('is told later when the ports cannot be read at the end of the quiet', async () => {
    const { announcer, clock, told, desktop } = start('quiet-hours');
    announcer.hearOfConflicts(alertsOf('web'));
    await clock.advance(1000);
    const verdict = { kind: 'undetermined', reason: 'scan-failed', listenerKeys: [] } as const;
    desktop.snapshot = { ...desktop.snapshot, watched: [{ ...web, verdict }] };
    await clock.advance(2 * HOUR_MS);
    expect(told).toEqual([]);
    desktop.snapshot = { ...desktop.snapshot, watched: [web] };
    await clock.advance(5000);
    expect(told).toEqual([
      { alerts: alertsOf('web'), ruleKills: [], outages: [], wasMissed: true },
    ]);
  });

  test('is not told when notifications were switched off meanwhile', async () => {
    const { announcer, clock, told, desktop } = start('quiet-hours');
    announcer.hearOfConflicts(alertsOf('web'));
    await clock.advance(1000);
    const settings = { ...desktop.snapshot.settings, notifyConflicts: false };
    desktop.snapshot = { ...desktop.snapshot, settings };
    await clock.advance(2 * HOUR_MS);
    expect(told).toEqual([]);
  });

  test('by a rule is counted in the same notification', async () => {
    const { announcer, clock, told, desktop } = start('quiet-hours');
    announcer.hearOfConflicts(alertsOf('web'));
    const kill = {
      kind: 'killed',
      watchedPort: api.watchedPort,
      outcome: { kind: 'already-free' },
    } as const;
    announcer.hearOfRuleKill(kill);
    announcer.hearOfRuleKill(kill);
    await clock.advance(2 * HOUR_MS);
    const [news] = told;
    expect(news && toNotices(desktop.snapshot, news, t)).toEqual([
      {
        title: 'While it was quiet: 1 conflict',
        body: '3000 (web). Rules of yours freed ports 2 times.',
        items: [],
      },
    ]);
  });

  const down = buildView(
    buildWatchedPort({ id: 'shop', port: 3000, name: 'shop' }),
    { kind: 'expected', listenerKeys: [] },
    { health: { state: 'down', since: '2026-01-05T09:14:00Z', failure: { kind: 'timed-out' } } },
  );
  const outage = {
    kind: 'went-down',
    watchedPort: down.watchedPort,
    failure: { kind: 'timed-out' },
    isRestarted: false,
  } as const;

  test('to a service is told where it is still down', async () => {
    const { announcer, clock, told, desktop } = start('quiet-hours');
    desktop.snapshot = { ...desktop.snapshot, watched: [web, down] };
    announcer.hearOfConflicts(alertsOf('web'));
    announcer.hearOfOutage(outage);
    await clock.advance(2 * HOUR_MS);
    const [news] = told;
    expect(news && toNotices(desktop.snapshot, news, t)).toEqual([
      {
        title: 'While it was quiet: 1 conflict',
        body: '3000 (web). 1 service is down.',
        items: [],
      },
    ]);
  });

  test.each([
    ['has recovered', { ...down, health: { state: 'healthy', since: '' } }],
    ['is ignored', { ...down, mutedUntil: 'further-notice' }],
  ] as const)('to a service that %s by then is not told', async (_what, view) => {
    const { announcer, clock, told, desktop } = start('quiet-hours');
    desktop.snapshot = { ...desktop.snapshot, watched: [down] };
    announcer.hearOfOutage(outage);
    await clock.advance(1000);
    desktop.snapshot = { ...desktop.snapshot, watched: [view] };
    await clock.advance(2 * HOUR_MS);
    expect(told).toEqual([]);
  });

  test.each([
    [{ ...outage, isRestarted: true }, 1],
    [{ kind: 'gave-up', watchedPort: down.watchedPort } as const, 1],
    [outage, 0],
  ])('to a service that is away is told where we ended it', async (alert, count) => {
    const { announcer, clock, told, desktop } = start(undefined);
    const view = buildView(down.watchedPort, { kind: 'free' });
    desktop.snapshot = { ...desktop.snapshot, watched: [view] };
    announcer.hearOfOutage(alert);
    await clock.advance(10_000);
    expect(told).toHaveLength(count);
  });

  test('to a service says in words what is wrong, and leads to it', () => {
    const told = (alert: HealthAlert) =>
      toNotices(
        buildSnapshot(),
        { alerts: [], ruleKills: [], outages: [alert], wasMissed: false },
        t,
      );
    expect(told(outage)).toEqual([
      {
        title: 'Port 3000: shop is down',
        body: 'No answer in time',
        view: { kind: 'watched-port', watchedPortId: 'shop' },
        items: [],
      },
    ]);
    expect(told({ ...outage, isRestarted: true })[0]?.body).toBe(
      'No answer in time. Portreeve starts it again.',
    );
    expect(told({ kind: 'gave-up', watchedPort: down.watchedPort })[0]?.body).toContain(
      'starting it again has not helped',
    );
  });
});
