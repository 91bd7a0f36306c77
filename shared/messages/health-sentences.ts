import type { ProbeFailure } from '../health.ts';
import type { Translate } from './translator.ts';

/** Why a probe got no good answer, as a part of a sentence. */
export function toProbeFailureSentence(failure: ProbeFailure, t: Translate): string {
  return failure.kind === 'wrong-status'
    ? t('probe-failure.wrong-status', { status: String(failure.status) })
    : t(`probe-failure.${failure.kind}`);
}
