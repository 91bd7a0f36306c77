import { z } from 'zod';
import { portSchema } from './port.ts';
import { preferencesSchema } from './settings.ts';

/** What belongs to one window on one machine, and goes to no other. */
export const STAYS_HERE = ['listing', 'isPinned'] as const;

const namedPort = z.strictObject({ id: z.string(), name: z.string(), port: portSchema });

/** What an import would change. */
export const settingsDiffSchema = z
  .strictObject({
    /** The preferences that differ, as they are and as they would be. */
    before: preferencesSchema,
    after: preferencesSchema,
    added: z.array(namedPort).readonly(),
    edited: z.array(namedPort).readonly(),
    removed: z.array(namedPort).readonly(),
  })
  .readonly();
export type SettingsDiff = z.infer<typeof settingsDiffSchema>;

/** Why a file is not taken as settings; `at` names the first value that cannot be. */
export const refusedSettingsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('missing') }),
  z.strictObject({ kind: z.literal('unreadable') }),
  z.strictObject({ kind: z.literal('not-a-file') }),
  z.strictObject({ kind: z.literal('too-large') }),
  z.strictObject({ kind: z.literal('not-json') }),
  z.strictObject({ kind: z.literal('newer') }),
  z.strictObject({ kind: z.literal('invalid'), at: z.string() }),
]);
export type RefusedSettings = z.infer<typeof refusedSettingsSchema>;
