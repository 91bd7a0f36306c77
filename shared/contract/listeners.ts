import { z } from 'zod';
import type { Listener } from '../listener.ts';
import { snapshotSchema } from '../snapshot.ts';
import { whyReportSchema } from '../why.ts';
import { id, key, nothing } from './fields.ts';

/** What the list shows, and what one asks about a listener. */
export const listenerCommands = {
  /** The listeners may be thousands and main's own parsers made each: their shape is not checked again. */
  'snapshot.read': {
    input: nothing,
    output: snapshotSchema
      .unwrap()
      .extend({ listeners: z.custom<readonly Listener[]>((value) => Array.isArray(value)) })
      .readonly(),
  },

  /** Reads all that explains one port; a person asks for it, since it may try to bind the port. */
  'port.explain': {
    input: z.strictObject({
      subject: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('listener'), listenerKey: key }),
        z.strictObject({ kind: z.literal('watched-port'), watchedPortId: id }),
      ]),
    }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('explained'), report: whyReportSchema }),
      /** Nothing listens there any more, or it is no longer watched. */
      z.strictObject({ kind: z.literal('gone') }),
    ]),
  },

  /** Opens the listener's page in the person's browser; main makes the address. */
  'listener.open-page': { input: z.strictObject({ listenerKey: key }), output: nothing },
  /** Opens the folder that the listener's process works in. */
  'listener.open-folder': { input: z.strictObject({ listenerKey: key }), output: nothing },
} as const;
