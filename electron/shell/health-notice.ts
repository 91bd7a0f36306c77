import { toProbeFailureSentence } from '../../shared/messages/health-sentences.ts';
import { toNoticeSentence } from '../../shared/messages/notice-sentences.ts';
import { toSafeText } from '../../shared/messages/safe-text.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { HealthAlert } from '../core/health/health.ts';

/** The words for a service that is down, or that is not started again any more. */
export function toHealthNotice(alert: HealthAlert, t: Translate) {
  const { id, port, name } = alert.watchedPort;
  return {
    title: t('notification.down-title', { port: String(port), name: toSafeText(name) }),
    body: toBody(alert, t),
    view: { kind: 'watched-port', watchedPortId: id } as const,
    items: [],
  };
}

function toBody(alert: HealthAlert, t: Translate): string {
  if (alert.kind !== 'went-down') {
    const { port, name } = alert.watchedPort;
    return toNoticeSentence({ kind: `restart-${alert.kind}`, id: '', port, name }, '', t);
  }
  const failure = toProbeFailureSentence(alert.failure, t);
  return toCapital(alert.isRestarted ? t('notification.down-restarts', { failure }) : failure);
}

/** A part of a sentence becomes a sentence. */
function toCapital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
