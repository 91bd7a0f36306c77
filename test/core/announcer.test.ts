import { describe, expect, test } from 'vitest';
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
    expect(told).toEqual([{ alerts: alertsOf('web'), ruleKills: [], wasMissed: false }]);
  });

  test('in quiet hours is told together when they are over, and once', async () => {
    const { announcer, clock, told, desktop } = start('quiet-hours');
    announcer.hearOfConflicts(alertsOf('web'));
    await clock.advance(HOUR_MS / 2);
    announcer.hearOfConflicts(alertsOf('api', 'web'));
    await clock.advance(HOUR_MS / 2 - 1000);
    expect(told).toEqual([]);
    await clock.advance(HOUR_MS);
    expect(told).toEqual([{ alerts: alertsOf('web', 'api'), ruleKills: [], wasMissed: true }]);
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
    expect(told).toEqual([{ alerts: alertsOf('web'), ruleKills: [], wasMissed: true }]);
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
});
