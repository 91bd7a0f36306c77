import { toRuleText, toSafeText } from '../../shared/messages/sentences.ts';
import type { Translate } from '../../shared/messages/translate.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { findEvidence } from '../core/state.ts';
import { toHolderText } from '../core/tray-model.ts';

/** The words of the notification that tells of one conflict; undefined when it is over already. */
export function toConflictNotice(
  snapshot: Snapshot,
  watchedPortId: string,
  t: Translate,
): { readonly title: string; readonly body: string } | undefined {
  const view = snapshot.watched.find(({ watchedPort }) => watchedPort.id === watchedPortId);
  if (view?.verdict.kind !== 'conflict') return undefined;
  const { watchedPort, verdict } = view;
  return {
    title: t('notification.conflict-title', {
      port: String(watchedPort.port),
      name: toSafeText(watchedPort.name),
    }),
    body: t('notification.conflict-body', {
      holder: toHolderText(findEvidence(snapshot, verdict), snapshot.homeFolder, t),
      expected: toSafeText(toRuleText(watchedPort.expectedOwner, snapshot.homeFolder, t)),
    }),
  };
}
