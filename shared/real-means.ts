import type { KillMeans, KillPlan } from './kill.ts';

/** By what means the processes of a plan really end, whatever was asked for. */
export function toRealMeans({ warnings }: Pick<KillPlan, 'warnings'>, asked: KillMeans): KillMeans {
  return warnings.some(({ kind }) => kind === 'force-only') ? 'force' : asked;
}
