import type { KillOutcome, KillPlan, KillRefusal } from '../../../shared/kill.ts';
import { EXIT_CODES } from '../call/exit-codes.ts';

const EXIT = EXIT_CODES.kill;

/** What `portreeve kill` ends with. */
export type KillExit = (typeof EXIT)[keyof typeof EXIT];

/** What says most about what to do next comes first. */
const WORST_FIRST: readonly KillExit[] = [
  EXIT.needsRights,
  EXIT.refused,
  EXIT.notFreed,
  EXIT.freed,
];

/** Refusals of an owner that somebody with more rights can see. */
const RIGHTS_WOULD_TELL: ReadonlySet<KillRefusal> = new Set([
  'hidden-owner',
  'own-hidden',
  'hidden-from-root',
]);

/** One code for several kills: that of the worst. */
export function toWorstExit(exits: readonly KillExit[]): KillExit {
  return WORST_FIRST.find((code) => exits.includes(code)) ?? EXIT.nobody;
}

/** The code of one outcome. */
export function toExit(outcome: KillOutcome): KillExit {
  switch (outcome.kind) {
    case 'freed':
    case 'restarted':
      return EXIT.freed;
    case 'still-held':
    case 'taken-again':
      return EXIT.notFreed;
    case 'scan-failed':
      return outcome.wasSignalled ? EXIT.notFreed : EXIT.refused;
    case 'already-free':
      return EXIT.nobody;
    case 'changed':
      return EXIT.refused;
    case 'refused':
      return RIGHTS_WOULD_TELL.has(outcome.reason) ? EXIT.needsRights : EXIT.refused;
    case 'not-permitted':
    case 'not-elevated':
      return EXIT.needsRights;
    case 'unit-failed':
      return outcome.reason === 'not-permitted' || outcome.reason === 'no-agent'
        ? EXIT.needsRights
        : EXIT.refused;
    case 'engine-failed':
      return outcome.reason === 'not-permitted' ? EXIT.needsRights : EXIT.refused;
  }
}

/** What a plan comes to where nothing can be done; undefined where something can. */
export function toRefused(plan: KillPlan): Extract<KillOutcome, { kind: 'refused' }> | undefined {
  return plan.refusal === undefined ? undefined : { kind: 'refused', ...plan.refusal };
}
