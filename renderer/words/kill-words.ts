import { toWarningWords } from '../../shared/messages/kill-sentences.ts';
import type { Owner } from '../../shared/listener.ts';
import type { KillMeans, KillPlan, KillWarning } from '../../shared/kill.ts';
import { toProcessName } from '../../shared/titles.ts';
import type { Saying } from './saying.ts';

/** Why a process is never signalled. */
export function sayKillRefusal(refusal: NonNullable<KillPlan['refusal']>): Saying {
  return {
    key: `kill-refusal.${refusal.reason}`,
    values: { name: refusal.name, user: refusal.user },
  };
}

/** The question: one process is named, several are counted. */
export function sayKillTitle(plan: KillPlan, means: KillMeans): Saying {
  const { targets } = plan;
  const port = String(plan.port);
  if (targets.length > 1) {
    const key = means === 'force' ? 'kill.force-title-several' : 'kill.title-several';
    return { key, values: { count: targets.length, port } };
  }
  const key = means === 'force' ? 'kill.force-title' : 'kill.title';
  return { key, values: { name: toFirstName(targets), port } };
}

/** The answer, in the words of the question. */
export function sayKillButton(targets: readonly Owner[], means: KillMeans): Saying {
  if (targets.length > 1) {
    const key = means === 'force' ? 'kill.force-several' : 'kill.button-several';
    return { key, values: { count: targets.length } };
  }
  const key = means === 'force' ? 'kill.force' : 'kill.button';
  return { key, values: { name: toFirstName(targets) } };
}

/** As the card's button names it, which the person has just read. */
function toFirstName([first]: readonly Owner[]): string {
  return first === undefined ? '' : toProcessName(first);
}

/** What a careful person wants to know first; of several processes it need not fit each one. */
export function sayKillWarning(warning: KillWarning, targetCount: number): Saying {
  return toWarningWords(warning, targetCount);
}
