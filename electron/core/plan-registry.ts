import type { Clock } from './host.ts';

/** A plan that was shown long ago describes another system. */
export const PLAN_LIFETIME_MS = 5 * 60_000;
const PLANS_MAX = 100;

/** Plans that were shown and may be carried out once, each under a token of its own. */
export interface PlanRegistry<Plan> {
  issue(plan: Plan): string;
  /** The plan of this token, which may still be taken; undefined as with `take`. */
  look(token: string): Plan | undefined;
  /** The plan of this token, once; undefined when the token is unknown, used or too old. */
  take(token: string): Plan | undefined;
}

export function createPlanRegistry<Plan>(clock: Clock, createId: () => string): PlanRegistry<Plan> {
  const plans = new Map<string, { readonly plan: Plan; readonly atMs: number }>();

  function look(token: string): Plan | undefined {
    const issued = plans.get(token);
    if (issued === undefined) return undefined;
    return clock.monotonicMs() - issued.atMs > PLAN_LIFETIME_MS ? undefined : issued.plan;
  }

  return {
    look,
    issue(plan) {
      const oldest = plans.keys().next();
      if (plans.size >= PLANS_MAX && oldest.done !== true) plans.delete(oldest.value);
      const token = createId();
      plans.set(token, { plan, atMs: clock.monotonicMs() });
      return token;
    },
    take(token) {
      const plan = look(token);
      plans.delete(token);
      return plan;
    },
  };
}
