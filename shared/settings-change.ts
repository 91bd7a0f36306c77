import { z } from 'zod';
import { portSchema } from './port.ts';
import { preferencesSchema } from './settings.ts';

/** One thing that a change of the settings was about. */
export const changedThingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('preference'), key: preferencesSchema.keyof() }),
  z.strictObject({
    kind: z.enum(['added', 'edited', 'removed', 'ignored']),
    name: z.string(),
    port: portSchema,
  }),
]);
export type ChangedThing = z.infer<typeof changedThingSchema>;

/** The newest change of the settings window that can be taken back. */
export const settingsChangeSchema = z
  .strictObject({
    id: z.string(),
    /** At least one, and no more than a few; `count` is of all. */
    things: z.array(changedThingSchema).readonly(),
    count: z.number().int().positive(),
  })
  .readonly();
export type SettingsChange = z.infer<typeof settingsChangeSchema>;
