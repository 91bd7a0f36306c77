import { z } from 'zod';
import { configTargetSchema } from './config-target.ts';
import { portSchema } from './port.ts';
import { launchFailureSchema } from './supervision.ts';

/*
 * Moving a service to another port, as values: plans that are read before they run, and outcomes
 * that say what really happened.
 */

/** Why a candidate port was passed over. */
export const passedOverReasonSchema = z.enum([
  'in-use',
  'watched',
  'privileged',
  'not-permitted',
  'current',
  /** Granted to somebody else for a while. */
  'leased',
  /** In a range that the system gives to nobody. */
  'excluded',
  /** The machine's administrator keeps it for a program. */
  'reserved',
  /** Browsers open no page on it. */
  'browser-blocked',
  /** The usual port of a program that may be installed any day. */
  'well-known',
  /** A bind test found it taken a moment ago. */
  'recently-taken',
  /** Often in conflict, so others come first. */
  'contested',
  'given-last',
  /** The system had no means left to test it. */
  'untestable',
]);
export type PassedOverReason = z.infer<typeof passedOverReasonSchema>;

export const passedOverSchema = z
  .strictObject({
    port: portSchema,
    reason: passedOverReasonSchema,
    /** Who uses it, what it is watched for, or whose usual port it is; safe to show. */
    by: z.string().optional(),
  })
  .readonly();
export type PassedOver = z.infer<typeof passedOverSchema>;

/** Why a configuration file is left alone. */
export const editRefusalSchema = z.enum([
  'file-missing',
  'file-unreadable',
  'file-not-regular',
  'file-too-large',
  'file-not-utf8',
  /** It holds values that are sealed against changes (SOPS). */
  'file-encrypted',
  'syntax-invalid',
  'several-documents',
  'line-too-long',
  'key-missing',
  'key-duplicated',
  'value-differs',
  'value-not-plain',
  /** Other places of the file take the value from here, or this one takes it from there. */
  'value-shared',
  'value-tagged',
  'value-template',
  'value-range',
  /** Other readers of the format would see another value, or the number stands there twice. */
  'value-ambiguous',
  'container-port-only',
  'pattern-unmatched',
  'pattern-repeated',
  'pattern-slow',
  'targets-overlap',
  'check-failed',
]);
export type EditRefusal = z.infer<typeof editRefusalSchema>;

/** A copy of a file as it was before it was written. */
export const backupCopySchema = z.strictObject({ file: z.string(), backup: z.string() }).readonly();
export type BackupCopy = z.infer<typeof backupCopySchema>;

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
  z.strictObject({ kind: z.literal('no-config-target') }),
  z.strictObject({
    kind: z.literal('no-free-port'),
    passedOver: z.array(passedOverSchema).readonly(),
  }),
  /** The system was asked for any port and had none to lend. */
  z.strictObject({ kind: z.literal('no-system-port') }),
  z.strictObject({
    kind: z.literal('edit-refused'),
    reason: editRefusalSchema,
    target: configTargetSchema,
  }),
]);
export type ReassignRefusal = z.infer<typeof reassignRefusalSchema>;

/** How a moved service can be started on its new port. */
export const restartOfferSchema = z
  .discriminatedUnion('kind', [
    /** The person's own command for this service, in this folder. */
    z.strictObject({
      kind: z.literal('command'),
      command: z.array(z.string()).min(1).readonly(),
      folder: z.string(),
      /** What the service is called that runs on the old port now, and is ended first. */
      ends: z.string().optional(),
    }),
    /** The process that is the service now is ended, and started as it was. */
    z.strictObject({ kind: z.literal('again'), ends: z.string() }),
  ])
  .readonly();
export type RestartOffer = z.infer<typeof restartOfferSchema>;

export const reassignPlanSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ready'),
    watchedPortId: z.string(),
    /** The entry of the same service for the other protocol, which moves along. */
    alongside: z.array(z.string()).min(1).readonly().optional(),
    from: portSchema,
    to: portSchema,
    passedOver: z.array(passedOverSchema).readonly(),
    /** The system may lend the new port to an outgoing connection while the service is away. */
    isEphemeral: z.literal(true).optional(),
    /** Those of one file stand together. */
    edits: z.array(configEditSchema).min(1).readonly(),
    /** Absent where nobody knows how the service is started. */
    restart: restartOfferSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('refused'),
    watchedPortId: z.string(),
    refusal: reassignRefusalSchema,
  }),
]);
export type ReassignPlan = z.infer<typeof reassignPlanSchema>;
export type ReadyReassignPlan = Extract<ReassignPlan, { kind: 'ready' }>;

/**
 * Whether a restart surprises nobody who was not asked about it: the person's own command for the
 * service, while nothing runs that it would end.
 */
export function isRestartExpected({ restart }: ReadyReassignPlan): boolean {
  return restart?.kind === 'command' && restart.ends === undefined;
}

export const writeFailureSchema = z.enum([
  'not-permitted',
  'disk-full',
  'read-only',
  'busy',
  'unknown',
]);
export type WriteFailure = z.infer<typeof writeFailureSchema>;

/** Another file failed, and this one, which was written before it, could not be put back. */
const stuckSchema = z.strictObject({
  kind: z.literal('stuck'),
  file: z.string(),
  backup: z.string(),
});

/** How far a move has come that is under way. */
export const movePhaseSchema = z.enum(['writing', 'ending', 'starting', 'waiting']);
export type MovePhase = z.infer<typeof movePhaseSchema>;

/** Where what was started prints to. */
const logFile = z.string().optional();

/** What became of the service itself after its files were changed. */
export const movedServiceSchema = z.discriminatedUnion('kind', [
  /** The expected owner listens on the new port. */
  z.strictObject({ kind: z.literal('running'), afterMs: z.number(), logFile }),
  /** Nobody asked for a restart, or nobody knows how. */
  z.strictObject({ kind: z.literal('not-restarted') }),
  /** It still runs on the old port, so nothing was started. */
  z.strictObject({ kind: z.literal('not-ended'), name: z.string() }),
  z.strictObject({ kind: z.literal('not-started'), reason: launchFailureSchema, logFile }),
  /**
   * Started, and not on the new port in time; `takenBy` listens there instead, or the service
   * itself on its old port, `stillOn`.
   */
  z.strictObject({
    kind: z.literal('not-up'),
    withinS: z.number(),
    takenBy: z.string().optional(),
    stillOn: portSchema.optional(),
    logFile,
  }),
  /** Started, and the person waited no longer. */
  z.strictObject({ kind: z.literal('not-awaited'), logFile }),
]);
export type MovedService = z.infer<typeof movedServiceSchema>;

export const reassignOutcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reassigned'),
    entryId: z.string(),
    from: portSchema,
    to: portSchema,
    files: z.array(z.string()).readonly(),
    service: movedServiceSchema,
  }),
  /** The file or the situation differs from the plan; nothing was written. */
  z.strictObject({ kind: z.literal('changed') }),
  /** The chosen port was taken in the meantime; nothing was written. */
  z.strictObject({ kind: z.literal('port-taken'), port: portSchema }),
  z.strictObject({ kind: z.literal('refused'), refusal: reassignRefusalSchema }),
  /** The file could not be written; it and all others are as they were. */
  z.strictObject({ kind: z.literal('write-failed'), reason: writeFailureSchema, file: z.string() }),
  stuckSchema,
]);
export type ReassignOutcome = z.infer<typeof reassignOutcomeSchema>;

export const undoOutcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('undone'),
    from: portSchema,
    to: portSchema,
    files: z.array(z.string()).readonly(),
  }),
  z.strictObject({ kind: z.literal('nothing-to-undo') }),
  /** The service moved once more since; that move is to be taken back first. Nothing was written. */
  z.strictObject({
    kind: z.literal('moved-since'),
    entryId: z.string(),
    from: portSchema,
    to: portSchema,
  }),
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
  stuckSchema,
]);
export type UndoOutcome = z.infer<typeof undoOutcomeSchema>;
