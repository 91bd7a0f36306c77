import { z } from 'zod';
import { diagnosticsSchema } from '../diagnostics.ts';
import { portSchema } from '../port.ts';
import { id, nothing } from './fields.ts';

/** One line to paste into a terminal: a line break in it would run there without a question. */
const lineSchema = z
  .string()
  .min(1)
  .max(2000)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u);

/** The windows themselves, and what they open or copy on the desktop. */
export const desktopCommands = {
  'window.open': {
    input: z.strictObject({
      window: z.enum(['popover', 'settings', 'history']),
      /** Which watched port to bring into view there. */
      watchedPortId: id.optional(),
      /** Whose history to show there. */
      port: portSchema.optional(),
    }),
    output: nothing,
  },
  'window.close': { input: nothing, output: nothing },

  'notice.dismiss': { input: z.strictObject({ id }), output: nothing },

  /** Puts a line on the clipboard, which the pages themselves may not touch. */
  'text.copy': { input: z.strictObject({ text: lineSchema }), output: nothing },

  /** How the app does, and where it keeps its files. */
  'diagnostics.read': {
    input: nothing,
    output: z.strictObject({ diagnostics: diagnosticsSchema, folder: z.string() }),
  },
  /** Puts the diagnostics on the clipboard as JSON. */
  'diagnostics.copy': { input: nothing, output: nothing },
  /** Opens the folder that everything is kept in. */
  'files.open-folder': { input: nothing, output: nothing },

  /** Opens the licences of all code that is in the app. */
  'licenses.open': {
    input: nothing,
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('opened') }),
      /** No program of this system opens it; a person may. */
      z.strictObject({ kind: z.literal('not-opened'), file: z.string() }),
    ]),
  },
} as const;
