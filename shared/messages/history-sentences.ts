import type { HistoryEvent } from '../history-queries.ts';
import type { Interval } from '../history-view.ts';
import { toProbeFailureSentence } from './health-sentences.ts';
import { toSafeText } from './safe-text.ts';
import type { Translate } from './translator.ts';

const NAMES_LENGTH_MAX = 80;

/** What happened, in one line without its time and port. */
export function toEventSentence(event: HistoryEvent, t: Translate): string {
  switch (event.kind) {
    case 'conflict-began': {
      const words = { name: toSafeText(event.name), kind: t(`conflict.${event.conflict}`) };
      return event.squatter === undefined
        ? t('history.conflict-began', words)
        : t('history.conflict-began-with', { ...words, squatter: toSafeText(event.squatter, 40) });
    }
    case 'conflict-ended':
      return t('history.conflict-ended', { name: toSafeText(event.name) });
    case 'killed':
      return t(event.byRule === true ? 'history.killed-by-rule' : 'history.killed', {
        names: toSafeText([...new Set(event.names)].join(', '), NAMES_LENGTH_MAX),
        outcome: event.outcome.replace('-', '_'),
      });
    case 'service-started':
      return t('history.service-started', { name: toSafeText(event.name) });
    case 'health-down':
      return t('history.health-down', {
        name: toSafeText(event.name),
        failure: toProbeFailureSentence(event.failure, t),
      });
    case 'health-recovered':
      return t('history.health-recovered', { name: toSafeText(event.name) });
    case 'health-restarted':
      return t('history.health-restarted', {
        name: toSafeText(event.name),
        outcome: event.outcome.replace('-', '_'),
      });
    case 'reassign-restarted':
      return t('history.reassign-restarted', {
        name: toSafeText(event.name),
        outcome: event.outcome.replace('-', '_'),
      });
    case 'reassign-failed':
    case 'reassigned':
    case 'reassign-undone':
      return t(`history.${event.kind}`, {
        name: toSafeText(event.name),
        from: String(event.from),
        to: String(event.to),
      });
  }
}

/** What held the port: a title, or that its owner is hidden. */
export function toHolderName({ holder }: Pick<Interval, 'holder'>, t: Translate): string {
  return holder.title === '' ? t('history.hidden') : toSafeText(holder.title);
}
