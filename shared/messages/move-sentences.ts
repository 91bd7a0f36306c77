import type { MovedService } from '../reassign.ts';
import type { Translate } from './translator.ts';

/** A move that was written, with everything in it safe to show. */
interface MovedWords {
  readonly name: string;
  readonly to: string;
  readonly files: string;
  readonly count: number;
}

/** What became of a service whose files were changed, and what there is to do. */
export function toMovedSentence(service: MovedService, words: MovedWords, t: Translate): string {
  switch (service.kind) {
    case 'not-restarted':
      return t('reassign.reassigned', { ...words });
    case 'running':
      // A start that was over within a tenth of a second still took time.
      return t('reassign.running', { ...words, seconds: Math.max(service.afterMs / 1000, 0.1) });
    case 'not-ended':
      return t('reassign.not-ended', { ...words, holder: toShort(service.name) });
    case 'not-started':
      return t('reassign.not-started', {
        ...words,
        reason: t(`start.failed-${service.reason}`, { name: words.name }),
      });
    case 'not-up': {
      const seconds = String(service.withinS);
      if (service.stillOn !== undefined) {
        return t('reassign.not-up-old', { ...words, seconds, from: String(service.stillOn) });
      }
      return service.takenBy === undefined
        ? t('reassign.not-up', { ...words, seconds })
        : t('reassign.not-up-taken', { ...words, seconds, holder: toShort(service.takenBy) });
    }
    case 'not-awaited':
      return t('reassign.not-awaited', { ...words });
  }
}

/** Programs choose their names freely. */
function toShort(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').slice(0, 80);
}
