import type { Health } from '../../shared/health.ts';
import { toProbeFailureSentence } from '../../shared/messages/health-sentences.ts';
import { formatInstant } from './time.ts';
import type { Words } from './WordsProvider.tsx';

/** How a service answers its probes, since when, and why not. */
export function toHealthSentence({ state, since, failure }: Health, words: Words): string {
  const { t, locale, nowMs } = words;
  return t(`health.${state}`, {
    since: formatInstant(since, nowMs, { locale }),
    failure: failure === undefined ? '' : toProbeFailureSentence(failure, t),
  });
}
