import { z } from 'zod';
import { mentionSchema } from '../project.ts';
import { reassignOutcomeSchema, reassignPlanSchema, undoOutcomeSchema } from '../reassign.ts';
import { id, nothing, token } from './fields.ts';

/** Giving a service another port. */
export const movingCommands = {
  'service.plan-reassign': {
    input: z.strictObject({
      watchedPortId: id,
      /** Mentions that were found before and are to get the new port as well, by their ids. */
      alsoChange: z.array(id).max(500).readonly().optional(),
    }),
    output: z.strictObject({ token, plan: reassignPlanSchema }),
  },
  /** Where else the project of a watched port takes that port for granted. */
  'service.find-mentions': {
    input: z.strictObject({ watchedPortId: id }),
    output: z.strictObject({
      mentions: z.array(mentionSchema).readonly(),
      /** How many more there are that only a person can change. */
      unchangeable: z.number().int().min(0),
      isPartial: z.boolean(),
    }),
  },
  'service.reassign': {
    /** `restarts`: also start the service on its new port, as the plan says. */
    input: z.strictObject({ token, restarts: z.boolean() }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('done'), outcome: reassignOutcomeSchema }),
      z.strictObject({ kind: z.literal('token-expired') }),
    ]),
  },
  /** Waits no longer for a moved service to come up; it goes on starting. */
  'service.stop-waiting': { input: z.strictObject({ watchedPortId: id }), output: nothing },
  'service.undo-reassign': {
    input: z.strictObject({ entryId: id }),
    output: undoOutcomeSchema,
  },
} as const;
