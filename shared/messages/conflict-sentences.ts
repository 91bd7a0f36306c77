import type { ConflictVerdict } from '../verdict.ts';
import { toRangeWords } from './range-words.ts';
import { toSafeText } from './safe-text.ts';
import type { Translate } from './translator.ts';

/** Why the service cannot have its port, in one sentence. `holder` is whoever has it instead. */
export function toConflictSentence(
  verdict: ConflictVerdict,
  words: { readonly name: string; readonly holder: string; readonly expected: string },
  t: Translate,
): string {
  switch (verdict.conflict) {
    case 'squatted':
      if (verdict.isShared === true) return t('conflict-sentence.shared', words);
      return verdict.serviceOn === undefined
        ? t('conflict-sentence.squatted', words)
        : t('conflict-sentence.squatted-elsewhere', { ...words, port: String(verdict.serviceOn) });
    case 'split':
      return t(`conflict-sentence.split-reaches-${verdict.localhostReaches}`, {
        ...words,
        serviceAddress: verdict.serviceAddress,
        squatterAddress: verdict.squatterAddress,
      });
    case 'shadowed':
      return t('conflict-sentence.shadowed', {
        ...words,
        serviceAddress: verdict.serviceAddress,
        squatterAddress: verdict.squatterAddress,
      });
    case 'outgoing': {
      const sentence = toOutgoingSentence(verdict, t);
      return verdict.serviceOn === undefined
        ? sentence
        : t('conflict-sentence.in-use-elsewhere', { sentence, port: String(verdict.serviceOn) });
    }
    case 'reserved':
      return t('conflict-sentence.reserved', { from: String(verdict.unprivilegedFrom) });
    case 'excluded':
      return t('conflict-sentence.excluded', toRangeWords(verdict));
    case 'claimed-twice':
      return t('conflict-sentence.claimed-twice', { other: toSafeText(verdict.otherName) });
    case 'drifted':
      return t('conflict-sentence.drifted', { ...words, port: String(verdict.serviceOn) });
  }
}

function toOutgoingSentence(
  { program, remote, halfClosed }: Extract<ConflictVerdict, { conflict: 'outgoing' }>,
  t: Translate,
): string {
  const isHidden = program === '';
  const pid = String(halfClosed?.pid);
  const values = { program: toSafeText(program, 40), remote, pid };
  const kind = halfClosed ? 'half-closed' : 'outgoing';
  return t(`conflict-sentence.${kind}${isHidden ? '-hidden' : ''}`, values);
}
