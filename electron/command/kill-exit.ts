import type { KillOutcome, KillPlan } from '../../shared/kill.ts';

/** What `portreeve kill` ends with. */
export const KILL_EXIT = {
  freed: 0,
  /** Held still or again, not proven, or the person said no. */
  notFreed: 1,
  /** Not understood, never to be killed, or other than it was shown. */
  refused: 2,
  needsRights: 3,
  nobody: 4,
} as const;
export type KillExit = (typeof KILL_EXIT)[keyof typeof KILL_EXIT];

/** What says most about what to do next comes first. */
const WORST_FIRST: readonly KillExit[] = [
  KILL_EXIT.needsRights,
  KILL_EXIT.refused,
  KILL_EXIT.notFreed,
  KILL_EXIT.freed,
];

/** One code for several kills: that of the worst. */
export function toWorstExit(exits: readonly KillExit[]): KillExit {
  return WORST_FIRST.find((code) => exits.includes(code)) ?? KILL_EXIT.nobody;
}

/** The code of one outcome. */
export function toExit(outcome: KillOutcome): KillExit {
  switch (outcome.kind) {
    case 'freed':
    case 'restarted':
      return KILL_EXIT.freed;
    case 'still-held':
    case 'taken-again':
      return KILL_EXIT.notFreed;
    case 'scan-failed':
      return outcome.wasSignalled ? KILL_EXIT.notFreed : KILL_EXIT.refused;
    case 'already-free':
      return KILL_EXIT.nobody;
    case 'changed':
      return KILL_EXIT.refused;
    case 'refused':
      return outcome.reason === 'hidden-owner' || outcome.reason === 'own-hidden'
        ? KILL_EXIT.needsRights
        : KILL_EXIT.refused;
    case 'not-permitted':
    case 'not-elevated':
      return KILL_EXIT.needsRights;
    case 'unit-failed':
      return outcome.reason === 'not-permitted' || outcome.reason === 'no-agent'
        ? KILL_EXIT.needsRights
        : KILL_EXIT.refused;
    case 'engine-failed':
      return outcome.reason === 'not-permitted' ? KILL_EXIT.needsRights : KILL_EXIT.refused;
  }
}

/** What a plan comes to where nothing can be done; undefined where something can. */
export function toRefused(plan: KillPlan): Extract<KillOutcome, { kind: 'refused' }> | undefined {
  return plan.refusal === undefined ? undefined : { kind: 'refused', ...plan.refusal };
}
