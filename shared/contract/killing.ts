import { z } from 'zod';
import { killMeansSchema, killOutcomeSchema, killPlanSchema, killWayKindSchema } from '../kill.ts';
import { launchOutcomeSchema } from '../launch.ts';
import { id, key, nothing, shown, shownContainers, token } from './fields.ts';

/** Freeing a port, and starting again what was ended for it. */
export const killingCommands = {
  'owner.plan-kill': {
    input: z.strictObject({ listenerKey: key, shown, shownContainers }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('changed') }),
      z.strictObject({ kind: z.literal('planned'), token, plan: killPlanSchema }),
      z.strictObject({ kind: z.literal('already-free') }),
      z.strictObject({ kind: z.literal('scan-failed') }),
    ]),
  },
  'owner.kill': {
    input: z.strictObject({ token, way: killWayKindSchema, means: killMeansSchema }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('done'), outcome: killOutcomeSchema }),
      z.strictObject({ kind: z.literal('token-expired') }),
    ]),
  },

  'process.start-again': {
    input: z.strictObject({ id, place: z.enum(['same-port', 'elsewhere']) }),
    output: launchOutcomeSchema,
  },
  /** Opens what a process prints that was started again; main knows the file by the id. */
  'process.open-log': { input: z.strictObject({ id }), output: nothing },
} as const;
