import { toProbeFailureSentence } from '../../shared/messages/health-sentences.ts';
import { toNoticeSentence, toSafeText } from '../../shared/messages/sentences.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { HealthAlert } from '../core/health/health.ts';

/** The words for a service that is down, or that is not started again any more. */
export function toHealthNotice(
  alert: HealthAlert,
  t: Translate,
): { readonly title: string; readonly body: string } {
  const { port, name } = alert.watchedPort;
  const title = t('notification.down-title', { port: String(port), name: toSafeText(name) });
  if (alert.kind !== 'went-down') {
    const notice = { kind: `restart-${alert.kind}`, id: '', port, name } as const;
    return { title, body: toNoticeSentence(notice, '', t) };
  }
  const failure = toProbeFailureSentence(alert.failure, t);
  const body = alert.isRestarted ? t('notification.down-restarts', { failure }) : failure;
  return { title, body: toCapital(body) };
}

/** A part of a sentence becomes a sentence. */
function toCapital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
