import type { PassedOver } from '../reassign.ts';
import type { MessageKey, Translate } from './translator.ts';

/** Ports next to each other that are passed over for one and the same reason. */
export interface PassedOverGroup extends Omit<PassedOver, 'port'> {
  readonly from: number;
  readonly to: number;
}

/** Joins neighbours, in the order of their numbers. */
export function groupPassedOver(passedOver: readonly PassedOver[]): readonly PassedOverGroup[] {
  const groups: PassedOverGroup[] = [];
  for (const { port, reason, by } of passedOver.toSorted((a, b) => a.port - b.port)) {
    const last = groups.at(-1);
    if (last !== undefined && last.to === port - 1 && last.reason === reason && last.by === by) {
      groups[groups.length - 1] = { ...last, to: port };
    } else groups.push({ from: port, to: port, reason, ...(by !== undefined && { by }) });
  }
  return groups;
}

/** `3001 in use by vite`, `3002-3009 watched for web`: a few words a group. */
export function toPassedOverWords(
  passedOver: readonly PassedOver[],
  t: Translate,
  groupsMax = Infinity,
): readonly string[] {
  const groups = groupPassedOver(passedOver);
  const sentences = groups.slice(0, groupsMax).map(({ from, to, reason, by }) =>
    t(toKey(reason, by), {
      port: from === to ? String(from) : `${from}-${to}`,
      by: by ?? '',
    }),
  );
  const more = groups.length - sentences.length;
  return more > 0 ? [...sentences, t('passed-over.more', { count: more })] : sentences;
}

function toKey(reason: PassedOver['reason'], by: string | undefined): MessageKey {
  const isNamed = reason === 'in-use' || reason === 'watched' || reason === 'well-known';
  return isNamed && by !== undefined ? `passed-over.${reason}-by` : `passed-over.${reason}`;
}
