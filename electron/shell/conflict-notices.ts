import type { ViewRequest } from '../../shared/contract.ts';
import { toKillSentence } from '../../shared/messages/kill-sentences.ts';
import { toSafeText } from '../../shared/messages/safe-text.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { Snapshot, WatchedView } from '../../shared/snapshot.ts';
import type { KilledByRule, News } from '../core/announcer.ts';
import type { ConflictAlert } from '../core/reconcile.ts';
import { toQuickItems } from '../core/tray/tray-conflict.ts';
import type { TrayActionItem } from '../core/tray/tray-menu.ts';
import { toVerdictText } from '../core/wording.ts';
import { toHealthNotice } from './health-notice.ts';

/** More conflicts at once than this are one notification, not a storm. */
const NOTICES_MAX = 3;

export interface ConflictNotice {
  readonly title: string;
  readonly body: string;
  /** What a click shows. */
  readonly view?: ViewRequest;
  /** What can be done at once, as the tray's menu offers it. */
  readonly items: readonly TrayActionItem[];
}

/** The words for the conflicts of one scan; those that are over already are left out. */
function toConflictNotices(
  snapshot: Snapshot,
  alerts: readonly ConflictAlert[],
  t: Translate,
): readonly ConflictNotice[] {
  const views = findViews(snapshot, alerts);
  const notices = views.map((view) => ({
    title: t('notification.conflict-title', {
      port: String(view.watchedPort.port),
      name: toSafeText(view.watchedPort.name),
    }),
    body: toVerdictText(view, snapshot, t),
    view: { kind: 'watched-port', watchedPortId: view.watchedPort.id } as const,
    items: toQuickItems(view, snapshot, t),
  }));
  if (notices.length <= NOTICES_MAX) return notices;
  return [
    {
      title: t('summary.conflicts', { count: notices.length }),
      body: toNames(views, t),
      items: [],
    },
  ];
}

/** What rules of watched ports did with nobody asked. */
function toRuleKillNotice({ watchedPort, outcome }: KilledByRule, t: Translate): ConflictNotice {
  return {
    title: t('notification.rule-killed-title', {
      port: String(watchedPort.port),
      name: toSafeText(watchedPort.name),
    }),
    body: toKillSentence(outcome, watchedPort.port, t),
    items: [],
  };
}

/** The words for everything that is to be told at one moment. */
export function toNotices(snapshot: Snapshot, news: News, t: Translate): readonly ConflictNotice[] {
  const { alerts, ruleKills, outages, wasMissed } = news;
  const count = alerts.length + ruleKills.length + outages.length;
  if (wasMissed && count > 1) return [toMissedNotice(snapshot, news, t)];
  return [
    ...toConflictNotices(snapshot, alerts, t),
    ...ruleKills.map((kill) => toRuleKillNotice(kill, t)),
    ...outages.map((outage) => toHealthNotice(outage, t)),
  ];
}

/** All that was held back, as one notification. */
function toMissedNotice(
  snapshot: Snapshot,
  { alerts, ruleKills, outages }: News,
  t: Translate,
): ConflictNotice {
  const views = findViews(snapshot, alerts);
  const down = new Set(outages.map(({ watchedPort }) => watchedPort.id)).size;
  const killed = t('notification.missed-kills', { count: ruleKills.length });
  return {
    title:
      views.length === 0
        ? t('notification.missed-title')
        : t('notification.missed-conflicts-title', { count: views.length }),
    body: [
      ...(views.length === 0 ? [] : [toNames(views, t)]),
      ...(ruleKills.length === 0 ? [] : [killed]),
      ...(down === 0 ? [] : [t('notification.missed-down', { count: down })]),
    ].join(' '),
    items: [],
  };
}

function findViews(snapshot: Snapshot, alerts: readonly ConflictAlert[]): readonly WatchedView[] {
  const ids = new Set(alerts.map(({ watchedPortId }) => watchedPortId));
  return snapshot.watched.filter(
    ({ watchedPort, verdict }) => ids.has(watchedPort.id) && verdict.kind === 'conflict',
  );
}

/** The first two by name, the others by their number. */
function toNames(views: readonly WatchedView[], t: Translate): string {
  const [first = '', second = ''] = views.map(
    ({ watchedPort }) => `${watchedPort.port} (${toSafeText(watchedPort.name)})`,
  );
  const count = views.length - 2;
  if (count > 0) return t('notification.many-body', { first, second, count });
  return t(count === 0 ? 'notification.two-body' : 'notification.one-body', { first, second });
}
