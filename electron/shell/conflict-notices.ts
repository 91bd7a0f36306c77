import type { ViewRequest } from '../../shared/contract.ts';
import { toSafeText } from '../../shared/messages/sentences.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { ConflictAlert } from '../core/reconcile.ts';
import { toQuickItems } from '../core/tray/tray-conflict.ts';
import type { TrayActionItem } from '../core/tray/tray-menu.ts';
import { toVerdictText } from '../core/wording.ts';

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
export function toConflictNotices(
  snapshot: Snapshot,
  alerts: readonly ConflictAlert[],
  t: Translate,
): readonly ConflictNotice[] {
  const ids = new Set(alerts.map(({ watchedPortId }) => watchedPortId));
  const views = snapshot.watched.filter(
    ({ watchedPort, verdict }) => ids.has(watchedPort.id) && verdict.kind === 'conflict',
  );
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
  const [first, second] = views.map(
    ({ watchedPort }) => `${watchedPort.port} (${toSafeText(watchedPort.name)})`,
  );
  return [
    {
      title: t('summary.conflicts', { count: notices.length }),
      body: t('notification.many-body', {
        first: first ?? '',
        second: second ?? '',
        count: notices.length - 2,
      }),
      items: [],
    },
  ];
}
