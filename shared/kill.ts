import { z } from 'zod';
import { ownerSchema, protocolSchema } from './listener.ts';
import { portSchema } from './port.ts';

/*
 * Freeing a port, as values: a plan that is read before it runs, and an outcome that says what
 * really happened.
 */

export const killMeansSchema = z.enum(['graceful', 'force']);
export type KillMeans = z.infer<typeof killMeansSchema>;

/** Why a process is never signalled, whatever the person clicks. */
export const killRefusalSchema = z.enum([
  'init',
  'self',
  'ancestor',
  'kernel-thread',
  'essential',
  'protected',
  'container-forwarder',
  'hidden-owner',
]);
export type KillRefusal = z.infer<typeof killRefusalSchema>;

/** What a careful person wants to know before a kill. */
export const killWarningSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('several-owners'), count: z.number().int() }),
  z.strictObject({ kind: z.literal('connected-clients'), count: z.number().int() }),
  z.strictObject({ kind: z.literal('another-user'), user: z.string() }),
  z.strictObject({ kind: z.literal('supervisor'), supervisor: z.string() }),
]);
export type KillWarning = z.infer<typeof killWarningSchema>;

const heldPortSchema = z
  .strictObject({ protocol: protocolSchema, address: z.string(), port: portSchema })
  .readonly();

export const killPlanSchema = z
  .strictObject({
    listenerKey: z.string(),
    protocol: protocolSchema,
    address: z.string(),
    port: portSchema,
    /** The sockets as they were when the plan was made; other sockets mean another situation. */
    sockets: z.array(z.string()).readonly(),
    /** Whom to signal, parents before their children. */
    targets: z.array(ownerSchema).readonly(),
    /** Other ports that these processes hold and would give up. */
    alsoHolds: z.array(heldPortSchema).readonly(),
    warnings: z.array(killWarningSchema).readonly(),
    refusal: z
      .strictObject({ reason: killRefusalSchema, name: z.string(), user: z.string() })
      .readonly()
      .optional(),
    /** Whether the settings want the person to be asked first. */
    asks: z.boolean(),
    graceMs: z.number(),
  })
  .readonly();
export type KillPlan = z.infer<typeof killPlanSchema>;

export const killOutcomeSchema = z.discriminatedUnion('kind', [
  /** The port is free; `afterMs` since the first signal. */
  z.strictObject({ kind: z.literal('freed'), afterMs: z.number(), means: killMeansSchema }),
  /** The processes outlived the grace time. */
  z.strictObject({
    kind: z.literal('still-held'),
    holders: z.array(ownerSchema).readonly(),
    afterMs: z.number(),
    means: killMeansSchema,
  }),
  /** The processes ended, but somebody else holds the port now. */
  z.strictObject({
    kind: z.literal('taken-again'),
    holders: z.array(ownerSchema).readonly(),
    afterMs: z.number(),
  }),
  /** Nobody held the port any more when we looked again; nothing was signalled. */
  z.strictObject({ kind: z.literal('already-free') }),
  /** The situation differs from the plan; nothing was signalled. */
  z.strictObject({ kind: z.literal('changed') }),
  z.strictObject({
    kind: z.literal('refused'),
    reason: killRefusalSchema,
    name: z.string(),
    user: z.string(),
  }),
  /** The system forbids it; `command` is the line to run with rights. */
  z.strictObject({ kind: z.literal('not-permitted'), user: z.string(), command: z.string() }),
  /** The ports could not be read, so nothing was signalled or nothing can be proven. */
  z.strictObject({ kind: z.literal('scan-failed'), wasSignalled: z.boolean() }),
]);
export type KillOutcome = z.infer<typeof killOutcomeSchema>;
