import { z } from 'zod';
import { protocolSchema } from './listener.ts';
import { portSchema } from './port.ts';
import { launchFailureSchema } from './supervision.ts';

/** A process that a kill has ended and that can be started again for some minutes. */
export const startableSchema = z
  .strictObject({
    id: z.string(),
    /** What it really is, e.g. `vite in shop`. */
    name: z.string(),
    protocol: protocolSchema,
    port: portSchema,
    /** Whether its arguments or environment name the port, so that it can be given another. */
    canMove: z.boolean(),
  })
  .readonly();
export type Startable = z.infer<typeof startableSchema>;

/** What starting it again came to. */
export const launchOutcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('started'),
    pid: z.number().int().positive(),
    port: portSchema,
    /** What it prints goes there. */
    logFile: z.string(),
  }),
  z.strictObject({
    kind: z.literal('failed'),
    reason: launchFailureSchema,
    logFile: z.string().optional(),
  }),
  /** No free port was found near the old one. */
  z.strictObject({ kind: z.literal('no-port') }),
  /** It was too long ago. */
  z.strictObject({ kind: z.literal('forgotten') }),
]);
export type LaunchOutcome = z.infer<typeof launchOutcomeSchema>;
