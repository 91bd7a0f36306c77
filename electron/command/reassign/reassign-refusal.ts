import { toPassedOverWords } from '../../../shared/messages/passed-over.ts';
import { toReassignRefusalSentence } from '../../../shared/messages/reassign-sentences.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import type { ReassignPlan, ReassignRefusal } from '../../../shared/reassign.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { MoveTarget } from './move-target.ts';
import type { UnopenedReason } from '../call/own-settings.ts';

const PASSED_OVER_MAX = 6;

/** Why a move is not begun, with what is known beside. */
export interface MoveRefusal {
  readonly refused:
    | UnopenedReason
    | Exclude<MoveTarget['kind'], 'found'>
    | 'already-there'
    | 'scan-failed'
    | 'no-restart'
    | ReassignRefusal['kind'];
  readonly plan?: ReassignPlan;
  readonly sentence?: string;
}

/** See the README for the shape, which other programs rely on. */
export function toRefusedDocument(refusal: MoveRefusal): object {
  return { plan: null, outcome: null, sentence: null, ...refusal };
}

/** Why a service cannot be moved, with a next step for who sits at a terminal. */
export function toMoveRefusalText(
  refusal: ReassignRefusal,
  { watched, to }: { readonly watched: WatchedPort; readonly to: number | undefined },
  homeFolder: string,
  t: Translate,
): string {
  switch (refusal.kind) {
    case 'no-config-target':
      return t('command.move-no-place', { name: watched.name, port: String(watched.port) });
    case 'no-free-port': {
      const reasons = toPassedOverWords(refusal.passedOver, t, PASSED_OVER_MAX);
      return t(to === undefined ? 'command.move-none-free' : 'command.move-to-taken', {
        reasons: reasons.join(t('list.separator')),
      });
    }
    case 'no-system-port':
      return t('command.move-none-given');
    case 'unknown-watched-port':
    case 'edit-refused':
      return toReassignRefusalSentence(refusal, watched, homeFolder, t);
  }
}
