import type { Listener } from '../../shared/listener.ts';
import { toRangeWords } from '../../shared/messages/range-words.ts';
import type { ConflictVerdict } from '../../shared/verdict.ts';
import { sayHolder } from './listener-words.ts';
import type { Saying } from './saying.ts';

/** What stands around a conflict in its sentence. */
export interface ConflictWords {
  /** The name of the watched port: what its person calls the service. */
  readonly service: string;
  readonly expected: string;
  readonly evidence: readonly Listener[];
  /** Since when the evidence listens, as the person reads it; absent where it is not known. */
  readonly since: string | undefined;
  readonly homeFolder: string;
}

/** The gaps of these sentences that carry weight: who, and where it is instead. */
export const STRONG_IN_CONFLICTS = ['name', 'expected', 'service', 'program', 'other', 'port'];

/** Why the service cannot have its port, for a card that has room for whole sentences. */
export function sayConflict(verdict: ConflictVerdict, words: ConflictWords): Saying {
  const { service } = words;
  const holder = sayHolder(words.evidence, words.homeFolder);
  switch (verdict.conflict) {
    case 'squatted':
      if (verdict.isShared === true) return { key: 'card.shared', values: { holder, service } };
      return verdict.serviceOn === undefined
        ? sayHeld(words)
        : {
            key: 'card.held-elsewhere',
            values: { held: sayHeld(words), service, port: String(verdict.serviceOn) },
          };
    case 'split':
      return {
        key: `card.split-reaches-${verdict.localhostReaches}`,
        values: {
          holder,
          service,
          serviceAddress: verdict.serviceAddress,
          squatterAddress: verdict.squatterAddress,
        },
      };
    case 'shadowed':
      return {
        key: 'card.shadowed',
        values: {
          holder,
          service,
          serviceAddress: verdict.serviceAddress,
          squatterAddress: verdict.squatterAddress,
        },
      };
    case 'outgoing':
      return verdict.serviceOn === undefined
        ? sayOutgoing(verdict)
        : {
            key: 'card.held-elsewhere',
            values: { held: sayOutgoing(verdict), service, port: String(verdict.serviceOn) },
          };
    case 'reserved':
      return { key: 'card.reserved', values: { from: String(verdict.unprivilegedFrom), service } };
    case 'excluded':
      return { key: 'card.excluded', values: { ...toRangeWords(verdict), service } };
    case 'claimed-twice':
      return { key: 'card.claimed-twice', values: { other: verdict.otherName } };
    case 'drifted':
      return {
        key: 'card.drifted',
        values: { service, port: String(verdict.serviceOn), holder },
      };
  }
}

function sayOutgoing({
  program,
  remote,
  halfClosed,
}: Extract<ConflictVerdict, { conflict: 'outgoing' }>): Saying {
  if (halfClosed !== undefined) {
    return program === ''
      ? { key: 'card.half-closed-hidden' }
      : { key: 'card.half-closed', values: { program, pid: String(halfClosed.pid) } };
  }
  return program === ''
    ? { key: 'card.outgoing-hidden', values: { remote } }
    : { key: 'card.outgoing', values: { program, remote } };
}

/** `Held by node (vite in ~/blog) since 09:14. Expected a process in ~/shop.` */
export function sayHeld({ evidence, expected, since, homeFolder }: ConflictWords): Saying {
  const values = { holder: sayHolder(evidence, homeFolder), expected };
  return since === undefined
    ? { key: 'card.held', values }
    : { key: 'card.held-since', values: { ...values, since } };
}
