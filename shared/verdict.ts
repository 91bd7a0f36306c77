import { z } from 'zod';
import { portSchema } from './port.ts';

export const undeterminedReasonSchema = z.enum([
  'not-scanned',
  'scan-failed',
  'scan-partial',
  'owner-hidden',
  /** What holds it only forwards, and no engine has told for which container. */
  'container-unknown',
  /** What the rule asks about could not be read of the process. */
  'owner-unclear',
]);

/** The listeners that a verdict rests on. */
const listenerKeys = z.array(z.string()).readonly();

const conflictBase = { kind: z.literal('conflict'), listenerKeys };

/** Why a watched port's service cannot have its port, each kind with what it was seen by. */
const conflictVerdictSchema = z.discriminatedUnion('conflict', [
  /** An unexpected process holds it; the service may have come up elsewhere meanwhile. */
  z.strictObject({
    ...conflictBase,
    conflict: z.literal('squatted'),
    serviceOn: portSchema.optional(),
    /** The service listens on the very address too, and connections reach either of them. */
    isShared: z.literal(true).optional(),
  }),
  /** The service has one of 127.0.0.1 and ::1, somebody else the other. */
  z.strictObject({
    ...conflictBase,
    conflict: z.literal('split'),
    localhostReaches: z.enum(['service', 'squatter']),
    serviceAddress: z.string(),
    squatterAddress: z.string(),
  }),
  /** Somebody else has a more specific address of the same port and gets its connections. */
  z.strictObject({
    ...conflictBase,
    conflict: z.literal('shadowed'),
    serviceAddress: z.string(),
    squatterAddress: z.string(),
  }),
  /** Somebody's connection has the port: one that was opened from it, or a UDP socket's with a peer. */
  z.strictObject({
    ...conflictBase,
    conflict: z.literal('outgoing'),
    /** Empty where it is hidden. */
    program: z.string(),
    remote: z.string(),
    /** Given where one end has closed: the process that keeps its own open. */
    halfClosed: z.strictObject({ pid: z.number().int().optional() }).optional(),
    /** Where the service came up meanwhile. */
    serviceOn: portSchema.optional(),
  }),
  /** The port is below those that an ordinary account may bind. */
  z.strictObject({
    ...conflictBase,
    conflict: z.literal('reserved'),
    unprivilegedFrom: z.number().int(),
  }),
  /** The system gives the port to nobody; Windows keeps such ranges for parts of itself. */
  z.strictObject({
    ...conflictBase,
    conflict: z.literal('excluded'),
    from: portSchema,
    to: portSchema,
  }),
  /** Two watched ports want the same port for different owners. */
  z.strictObject({
    ...conflictBase,
    conflict: z.literal('claimed-twice'),
    otherName: z.string(),
  }),
  /** The service listens, but on another port than its own. */
  z.strictObject({ ...conflictBase, conflict: z.literal('drifted'), serviceOn: portSchema }),
]);
export type ConflictVerdict = z.infer<typeof conflictVerdictSchema>;

/** The kinds alone, for records. */
export const conflictKindSchema = z.enum(
  conflictVerdictSchema.options.map(({ shape }) => shape.conflict.value),
);

/** Whether a watched port's service has its port. */
export const verdictSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('free'),
    /**
     * Connections of before that are still closing. Programs that do not reuse addresses cannot
     * bind the port until they are gone, a minute at most; that passes by itself, so it is shown
     * and never an alarm.
     */
    closing: z.number().int().positive().optional(),
    /**
     * Connections that a process keeps of a server that listens no more. Programs that do not
     * reuse addresses cannot bind the port until it lets them go.
     */
    kept: z
      .strictObject({
        count: z.number().int().positive(),
        /** Empty where it is hidden. */
        program: z.string(),
        pid: z.number().int().optional(),
      })
      .optional(),
  }),
  z.strictObject({ kind: z.literal('expected'), listenerKeys }),
  /** Portreeve itself keeps the port bound for its service. */
  z.strictObject({ kind: z.literal('held'), listenerKeys }),
  conflictVerdictSchema,
  z.strictObject({
    kind: z.literal('undetermined'),
    reason: undeterminedReasonSchema,
    listenerKeys,
  }),
]);
export type Verdict = z.infer<typeof verdictSchema>;
