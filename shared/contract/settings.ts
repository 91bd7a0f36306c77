import { z } from 'zod';
import { testedNotificationSchema } from '../quiet-hours.ts';
import { refusedSettingsSchema, settingsDiffSchema } from '../settings-transfer.ts';
import { preferencesSchema } from '../settings.ts';
import { cancelled, id, nothing, token } from './fields.ts';

/** What the person set, and how it is kept, carried elsewhere and tried out. */
export const settingsCommands = {
  'preferences.save': {
    input: z.strictObject({ preferences: preferencesSchema }),
    output: nothing,
  },

  /** Writes the settings to a file that the person chooses in main's own dialog. */
  'settings.export': {
    input: nothing,
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.enum(['saved', 'failed']), file: z.string() }),
      cancelled,
    ]),
  },
  /** What the settings of a file that the person picks there would change; changes nothing. */
  'settings.plan-import': {
    input: nothing,
    output: z.discriminatedUnion('kind', [
      cancelled,
      z.strictObject({
        kind: z.literal('refused'),
        file: z.string(),
        reason: refusedSettingsSchema,
      }),
      z.strictObject({ kind: z.literal('same'), file: z.string() }),
      z.strictObject({
        kind: z.literal('planned'),
        token,
        file: z.string(),
        diff: settingsDiffSchema,
      }),
    ]),
  },
  /** `changed`: the settings are no longer those that the diff was shown against. */
  'settings.import': {
    input: z.strictObject({ token }),
    output: z.strictObject({
      /** `declined`: asked outside the window, the person did not allow what the file wants. */
      kind: z.enum(['imported', 'declined', 'changed', 'token-expired']),
    }),
  },
  /** Takes back the newest change that was made in the settings window. */
  'settings.undo': {
    input: z.strictObject({ id }),
    output: z.strictObject({ kind: z.enum(['undone', 'changed-since']) }),
  },

  /** Shows a notification as an example, unless it is quiet now; says what came of it. */
  'notification.test': { input: nothing, output: testedNotificationSchema },

  'watching.pause': { input: z.strictObject({ isPaused: z.boolean() }), output: nothing },
} as const;
