import { z } from 'zod';
import { absolutePathSchema } from './file-path.ts';
import { processIdentitySchema, protocolSchema } from './listener.ts';
import { portRangeSchema, portSchema } from './port.ts';
import { passedOverSchema, writeFailureSchema } from './reassign.ts';

/*
 * Ports that were promised to somebody. One port is promised once.
 */

const TTL_MIN_MS = 1000;
const TTL_MAX_MS = 30 * 24 * 60 * 60_000;
const ttlMs = z.number().int().min(TTL_MIN_MS).max(TTL_MAX_MS);

export const leaseNameSchema = z.string().trim().min(1).max(80);

/** Above the ports that programs are known for, and below those that Linux lends to connections. */
export const USUAL_RANGE = { from: 20_000, to: 32_767 } as const;

/** For whom: one service has a port of its own in each worktree of a repository. */
const keyFields = {
  name: leaseNameSchema,
  /** The worktree's root; absent outside of any. */
  folder: absolutePathSchema.optional(),
};

/** When a lease ends by itself. */
export const leaseTermSchema = z.discriminatedUnion('kind', [
  /** Never. */
  z.strictObject({ kind: z.literal('reservation') }),
  /** So long after it was last asked for. */
  z.strictObject({ kind: z.literal('time'), ttlMs }),
  /** With this process. */
  z.strictObject({ kind: z.literal('process'), identity: processIdentitySchema }),
]);
export type LeaseTerm = z.infer<typeof leaseTermSchema>;

export const leaseSchema = z
  .strictObject({
    id: z.string().min(1).max(100),
    ...keyFields,
    port: portSchema,
    protocols: z.array(protocolSchema).min(1).max(2).readonly(),
    /** ISO 8601, from the wall clock; for showing only. */
    grantedAt: z.string(),
    term: leaseTermSchema,
    /** By the machine's clock, when it was last asked for. */
    renewedAtMs: z.number(),
    /** Who uses it now, where it outlives that. */
    occupant: processIdentitySchema.optional(),
  })
  .readonly();
export type Lease = z.infer<typeof leaseSchema>;

/** Where to look for a port; without it at random in the usual range. */
export const leaseStrategySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('next'),
    from: portSchema,
    limit: z.number().int().min(1).max(1000),
  }),
  z.strictObject({ kind: z.literal('range'), range: portRangeSchema }),
  z.strictObject({
    kind: z.literal('list'),
    ranges: z.array(portRangeSchema).min(1).max(50).readonly(),
  }),
  /** This very port, although it is watched: its own service asks. */
  z.strictObject({ kind: z.literal('watched'), port: portSchema }),
]);

export const leaseRequestSchema = z
  .strictObject({
    ...keyFields,
    protocols: z.array(protocolSchema).min(1).max(2).readonly(),
    strategy: leaseStrategySchema.optional(),
    term: leaseTermSchema,
  })
  .readonly();
export type LeaseRequest = z.infer<typeof leaseRequestSchema>;

/** The book of leases could not be changed; nothing was granted or released. */
const bookFailures = [
  /** Somebody holds it and does not let go. */
  z.strictObject({ kind: z.literal('book-busy') }),
  z.strictObject({ kind: z.literal('book-not-saved'), reason: writeFailureSchema }),
] as const;
export type BookFailure = z.infer<(typeof bookFailures)[number]>;

export const leaseOutcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('granted'),
    lease: leaseSchema,
    /** Absent where the lease was there already and was renewed. */
    isNew: z.literal(true).optional(),
    /** The system may lend the port to an outgoing connection whenever nobody holds it. */
    isEphemeral: z.literal(true).optional(),
  }),
  z.strictObject({
    kind: z.literal('exhausted'),
    passedOver: z.array(passedOverSchema).readonly(),
  }),
  /** So many are granted that something must be wrong. */
  z.strictObject({ kind: z.literal('too-many') }),
  /** The process that was named is gone. */
  z.strictObject({ kind: z.literal('no-such-process') }),
  ...bookFailures,
]);
export type LeaseOutcome = z.infer<typeof leaseOutcomeSchema>;

/** Which leases to give back: all of a name in its folder, or the one of a port. */
export const releaseRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('name'), ...keyFields }),
  z.strictObject({ kind: z.literal('port'), port: portSchema }),
]);
export type ReleaseRequest = z.infer<typeof releaseRequestSchema>;

export const releaseOutcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('released'), leases: z.array(leaseSchema).readonly() }),
  ...bookFailures,
]);
export type ReleaseOutcome = z.infer<typeof releaseOutcomeSchema>;
