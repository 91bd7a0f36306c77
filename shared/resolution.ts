import { z } from 'zod';
import { ownerSchema, protocolSchema } from './listener.ts';
import { portSchema } from './port.ts';
import { configTargetSchema } from './watched-port.ts';

/*
 * What can be done about a conflict, as values: plans that are read before they run, and
 * outcomes that say what really happened.
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

/** Why a candidate port was passed over. */
export const passedOverReasonSchema = z.enum([
  'in-use',
  'watched',
  'privileged',
  'not-permitted',
  'current',
]);
export type PassedOverReason = z.infer<typeof passedOverReasonSchema>;

export const passedOverSchema = z
  .strictObject({ port: portSchema, reason: passedOverReasonSchema })
  .readonly();
export type PassedOver = z.infer<typeof passedOverSchema>;

/** Why a configuration file is left alone. */
export const editRefusalSchema = z.enum([
  'file-missing',
  'file-unreadable',
  'file-not-regular',
  'file-too-large',
  'file-not-utf8',
  'key-missing',
  'key-duplicated',
  'value-differs',
  'value-not-plain',
  'check-failed',
]);
export type EditRefusal = z.infer<typeof editRefusalSchema>;

/** One line of one file that would change, and proof of the file it was read from. */
export const configEditSchema = z
  .strictObject({
    target: configTargetSchema,
    /** The file itself, symbolic links resolved. */
    realPath: z.string(),
    /** Counted from 1. */
    line: z.number().int().positive(),
    before: z.string(),
    after: z.string(),
    /** SHA-256 of the whole file before and after, in hexadecimal. */
    hashBefore: z.string(),
    hashAfter: z.string(),
  })
  .readonly();
export type ConfigEdit = z.infer<typeof configEditSchema>;

export const reassignRefusalSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unknown-watched-port') }),
  z.strictObject({ kind: z.literal('no-fallback') }),
  z.strictObject({ kind: z.literal('no-config-target') }),
  z.strictObject({
    kind: z.literal('no-free-port'),
    passedOver: z.array(passedOverSchema).readonly(),
  }),
  z.strictObject({
    kind: z.literal('edit-refused'),
    reason: editRefusalSchema,
    target: configTargetSchema,
  }),
]);
export type ReassignRefusal = z.infer<typeof reassignRefusalSchema>;

export const reassignPlanSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ready'),
    watchedPortId: z.string(),
    from: portSchema,
    to: portSchema,
    passedOver: z.array(passedOverSchema).readonly(),
    edit: configEditSchema,
  }),
  z.strictObject({
    kind: z.literal('refused'),
    watchedPortId: z.string(),
    refusal: reassignRefusalSchema,
  }),
]);
export type ReassignPlan = z.infer<typeof reassignPlanSchema>;
export type ReadyReassignPlan = Extract<ReassignPlan, { kind: 'ready' }>;

export const writeFailureSchema = z.enum([
  'not-permitted',
  'disk-full',
  'read-only',
  'busy',
  'unknown',
]);
export type WriteFailure = z.infer<typeof writeFailureSchema>;

export const reassignOutcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reassigned'),
    entryId: z.string(),
    from: portSchema,
    to: portSchema,
    file: z.string(),
  }),
  /** The file or the situation differs from the plan; nothing was written. */
  z.strictObject({ kind: z.literal('changed') }),
  /** The chosen port was taken in the meantime; nothing was written. */
  z.strictObject({ kind: z.literal('port-taken'), port: portSchema }),
  z.strictObject({ kind: z.literal('refused'), refusal: reassignRefusalSchema }),
  /** The file could not be written and is as it was. */
  z.strictObject({ kind: z.literal('write-failed'), reason: writeFailureSchema, file: z.string() }),
]);
export type ReassignOutcome = z.infer<typeof reassignOutcomeSchema>;

export const undoOutcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('undone'),
    from: portSchema,
    to: portSchema,
    file: z.string(),
  }),
  z.strictObject({ kind: z.literal('nothing-to-undo') }),
  /** Another entry watches the port that the service would go back to; nothing was written. */
  z.strictObject({ kind: z.literal('port-watched'), port: portSchema, name: z.string() }),
  /** The file was edited since; the backup is kept at `backup`. */
  z.strictObject({ kind: z.literal('changed'), file: z.string(), backup: z.string() }),
  z.strictObject({
    kind: z.literal('write-failed'),
    reason: writeFailureSchema,
    file: z.string(),
    backup: z.string(),
  }),
]);
export type UndoOutcome = z.infer<typeof undoOutcomeSchema>;
