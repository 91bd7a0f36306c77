import { z } from 'zod';
import { passedOverReasonSchema } from './reassign.ts';

/** What asking for a hold comes to: the app itself keeps a watched port bound for its service. */
export const holdOutcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('held') }),
  /** The port cannot be bound, so nothing was changed. */
  z.strictObject({ kind: z.literal('unavailable'), reason: passedOverReasonSchema }),
  z.strictObject({ kind: z.literal('not-watched') }),
]);
export type HoldOutcome = z.infer<typeof holdOutcomeSchema>;

export const letGoOutcomeSchema = z.strictObject({
  kind: z.enum(['let-go', 'not-held', 'not-watched']),
});
export type LetGoOutcome = z.infer<typeof letGoOutcomeSchema>;

export const handOverOutcomeSchema = z.strictObject({ kind: z.enum(['handed-over', 'not-held']) });
export type HandOverOutcome = z.infer<typeof handOverOutcomeSchema>;

export const takeBackOutcomeSchema = z.strictObject({
  kind: z.enum(['held', 'not-held', 'unavailable']),
});
export type TakeBackOutcome = z.infer<typeof takeBackOutcomeSchema>;
