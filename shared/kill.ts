import { z } from 'zod';
import { ownerSchema, protocolSchema } from './listener.ts';
import { portSchema } from './port.ts';
import { containerSchema } from './container.ts';
import { engineFailureSchema, unitFactsSchema, unitSchema, watcherSchema } from './supervision.ts';

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
  /** macOS's AirPlay Receiver, which only a setting of the system keeps from its ports. */
  'airplay',
  'protected',
  'container-forwarder',
  /** Windows itself, which holds ports for file sharing and for those who serve by http.sys. */
  'windows-kernel',
  'wsl-relay',
  'hidden-owner',
  /** Of our own account, and the system keeps it closed to us all the same. */
  'own-hidden',
  /** Root asks, without the right to look at every process. */
  'hidden-from-root',
  /** Every process can be looked at, and none of them holds it. */
  'no-process',
]);
export type KillRefusal = z.infer<typeof killRefusalSchema>;

/** What a careful person wants to know before a kill. */
export const killWarningSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('several-owners'), count: z.number().int() }),
  z.strictObject({ kind: z.literal('connected-clients'), count: z.number().int() }),
  z.strictObject({ kind: z.literal('another-user'), user: z.string() }),
  /** A unit of the service manager; `facts` are absent where the manager could not be asked. */
  z.strictObject({ kind: z.literal('unit'), unit: unitSchema, facts: unitFactsSchema.optional() }),
  z.strictObject({ kind: z.literal('watcher'), name: z.string(), isShellLoop: z.boolean() }),
  z.strictObject({ kind: z.literal('container'), name: z.string() }),
  /** A container's port, and its engine gave no answer. */
  z.strictObject({ kind: z.literal('engine-silent'), reason: engineFailureSchema }),
  /** The program never listens by itself: it was handed the socket of another that is gone. */
  z.strictObject({ kind: z.literal('leaked-socket'), name: z.string() }),
  /** The same where the other may live and be hidden. */
  z.strictObject({ kind: z.literal('inherited-socket'), name: z.string() }),
  z.strictObject({ kind: z.literal('ignores-term'), name: z.string() }),
  /** The system cannot ask this program to end, only end it at once. */
  z.strictObject({ kind: z.literal('force-only'), name: z.string() }),
  z.strictObject({ kind: z.literal('stopped'), name: z.string() }),
  /** A debugger keeps it halted; `tracer` is that one's name, where it is not hidden. */
  z.strictObject({ kind: z.literal('traced'), name: z.string(), tracer: z.string().optional() }),
  z.strictObject({ kind: z.literal('uninterruptible'), name: z.string() }),
  /** The process leads a login or terminal session, which ends with it. */
  z.strictObject({ kind: z.literal('session'), name: z.string() }),
]);
export type KillWarning = z.infer<typeof killWarningSchema>;

/** The ways to free the port, each at most once in a plan. */
export const killWaySchema = z.discriminatedUnion('kind', [
  /** End the processes that hold it. */
  z.strictObject({ kind: z.literal('processes') }),
  /** End them and all that they started; `below` is what lives now. */
  z.strictObject({ kind: z.literal('tree'), below: z.array(ownerSchema).readonly() }),
  /** End what would start them again, and then whoever of them is left. */
  z.strictObject({ kind: z.literal('watcher'), watcher: watcherSchema }),
  z.strictObject({ kind: z.literal('unit'), unit: unitSchema }),
  z.strictObject({ kind: z.literal('container'), container: containerSchema }),
  z.strictObject({ kind: z.literal('container-restart'), container: containerSchema }),
]);
export type KillWay = z.infer<typeof killWaySchema>;
export type KillWayKind = KillWay['kind'];

export const killWayKindSchema = z.enum(killWaySchema.options.map(({ shape }) => shape.kind.value));

const heldPortSchema = z
  .strictObject({ protocol: protocolSchema, address: z.string(), port: portSchema })
  .readonly();

const refusedSchema = z
  .strictObject({ reason: killRefusalSchema, name: z.string(), user: z.string() })
  .readonly();

export const killPlanSchema = z
  .strictObject({
    listenerKey: z.string(),
    protocol: protocolSchema,
    address: z.string(),
    port: portSchema,
    /** The sockets as they were when the plan was made; other sockets mean another situation. */
    sockets: z.array(z.string()).readonly(),
    /** What other programs have on the very address, who go on; absent where there are none. */
    othersSockets: z.array(z.string()).readonly().optional(),
    /** Who holds the sockets, parents before their children. */
    targets: z.array(ownerSchema).readonly(),
    /** Other ports that these processes hold and would give up. */
    alsoHolds: z.array(heldPortSchema).readonly(),
    warnings: z.array(killWarningSchema).readonly(),
    /** What can be done, what helps best first; empty only where everything is refused. */
    ways: z.array(killWaySchema).readonly(),
    /** Why nothing can be done. */
    refusal: refusedSchema.optional(),
    /** Whether the one process belongs to somebody else, so that an administrator must agree. */
    needsRights: z.boolean(),
    /** Whether the settings want the person to be asked first. */
    asks: z.boolean(),
    graceMs: z.number(),
  })
  .readonly();
export type KillPlan = z.infer<typeof killPlanSchema>;

/** What else is true of a port that became free. */
export const killRemainderSchema = z.enum([
  /** The process let the port go and lives on. */
  'process-lives',
  /** It is dead and waits for its parent to notice. */
  'zombie',
  /** Closing connections keep the port for a minute, for programs that do not reuse addresses. */
  'closing',
  /** Another program had the very address too, and still has. */
  'shared',
  /** Another program has the port on another address. */
  'elsewhere',
]);
export type KillRemainder = z.infer<typeof killRemainderSchema>;

export const killOutcomeSchema = z.discriminatedUnion('kind', [
  /** The port is free; `afterMs` since the first signal. */
  z.strictObject({
    kind: z.literal('freed'),
    afterMs: z.number(),
    means: killMeansSchema,
    way: killWayKindSchema,
    remainder: killRemainderSchema.optional(),
  }),
  /** The port is held after the grace time, and why as far as it can be known. */
  z.strictObject({
    kind: z.literal('still-held'),
    holders: z.array(ownerSchema).readonly(),
    afterMs: z.number(),
    means: killMeansSchema,
    /** `hidden`: nobody whom we may see holds it any more, so there is nobody left to end. */
    because: z.enum([
      'ignores-term',
      'uninterruptible',
      'stopped',
      'traced',
      'others',
      'hidden',
      'slow',
    ]),
  }),
  /** The processes ended, but somebody else holds the port now. */
  z.strictObject({
    kind: z.literal('taken-again'),
    holders: z.array(ownerSchema).readonly(),
    afterMs: z.number(),
    /** The same program: something started it again. */
    isSameProgram: z.boolean(),
    /** What is known to start it again; a shell does so by a loop. */
    by: z.string().optional(),
    isShellLoop: z.literal(true).optional(),
  }),
  /** The container runs again and has its port. */
  z.strictObject({ kind: z.literal('restarted'), name: z.string(), afterMs: z.number() }),
  /** Nobody held the port any more when we looked again; nothing was signalled. */
  z.strictObject({ kind: z.literal('already-free') }),
  /** The situation differs from the plan; nothing was signalled. */
  z.strictObject({ kind: z.literal('changed') }),
  z.strictObject({ kind: z.literal('refused'), ...refusedSchema.unwrap().shape }),
  /** The system forbids it; `command` is the line to run with rights. */
  z.strictObject({ kind: z.literal('not-permitted'), user: z.string(), command: z.string() }),
  /** An administrator was asked for, in vain. */
  z.strictObject({
    kind: z.literal('not-elevated'),
    reason: z.enum(['dismissed', 'not-authorised', 'no-agent', 'not-installed', 'failed']),
    command: z.string(),
  }),
  z.strictObject({
    kind: z.literal('unit-failed'),
    unit: z.string(),
    reason: z.enum([
      'not-permitted',
      'no-agent',
      'not-found',
      'timed-out',
      'not-installed',
      'failed',
    ]),
    command: z.string(),
  }),
  z.strictObject({
    kind: z.literal('engine-failed'),
    name: z.string(),
    reason: engineFailureSchema,
    command: z.string(),
  }),
  /** The ports could not be read, so nothing was signalled or nothing can be proven. */
  z.strictObject({ kind: z.literal('scan-failed'), wasSignalled: z.boolean() }),
]);
export type KillOutcome = z.infer<typeof killOutcomeSchema>;
