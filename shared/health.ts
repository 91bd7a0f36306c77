import { z } from 'zod';

/*
 * Whether a service does its work, beyond having its port: a probe asks it from time to time.
 */

const HEADERS_MAX = 10;

/** What HTTP lets a header be called. */
const headerNameSchema = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/);

/** These would change how the request is read, which is the probe's own affair. */
const OWN_HEADERS = new Set(['connection', 'content-length', 'transfer-encoding', 'upgrade']);

const probeHeaderSchema = z
  .strictObject({
    name: headerNameSchema.refine((name) => !OWN_HEADERS.has(name.toLowerCase())),
    value: z.string().regex(/^[\u0020-\u007e]{0,1000}$/),
  })
  .readonly();

const statusSchema = z.number().int().min(100).max(599);

/** The answers that count as healthy, both ends within. */
const statusRangeSchema = z
  .strictObject({ from: statusSchema, to: statusSchema })
  .readonly()
  .refine(({ from, to }) => from <= to);
export type StatusRange = z.infer<typeof statusRangeSchema>;

/** What follows when a service is down, beside a line of history. */
export const ON_DOWN = ['note', 'notify', 'restart'] as const;

const probeFields = {
  /** How long one answer may take. */
  timeoutMs: z.number().int().min(100).max(30_000),
  /** Between two probes. */
  intervalS: z.number().int().min(2).max(3600),
  /** So many failures in a row mean that it is down. */
  failureThreshold: z.number().int().min(1).max(20),
  /** So many answers in a row mean that it is back. */
  recoveryThreshold: z.number().int().min(1).max(20),
  onDown: z.enum(ON_DOWN),
};

/** How a service is asked whether it does its work. */
export const probeSchema = z.discriminatedUnion('kind', [
  /** It takes a connection. */
  z.strictObject({ kind: z.literal('tcp'), ...probeFields }),
  /** It answers a GET with one of these statuses. */
  z.strictObject({
    kind: z.literal('http'),
    path: z.string().regex(/^\/[\u0021-\u007e]{0,1999}$/),
    headers: z.array(probeHeaderSchema).max(HEADERS_MAX).readonly(),
    status: statusRangeSchema,
    ...probeFields,
  }),
]);
export type Probe = z.infer<typeof probeSchema>;

/** Why a probe got no good answer. */
export const probeFailureSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum([
      'refused',
      'timed-out',
      /** The connection ended before there was an answer. */
      'closed',
      'unreachable',
      'not-http',
      /** The head of the answer does not end. */
      'too-long',
    ]),
  }),
  z.strictObject({ kind: z.literal('wrong-status'), status: z.number().int() }),
]);
export type ProbeFailure = z.infer<typeof probeFailureSchema>;

/** What one probe came to. */
export const probeResultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('answered'),
    /** Until the connection stood, or the head of the answer was there. */
    latencyMs: z.number().nonnegative(),
    /** Absent where nothing but a connection was asked for. */
    status: z.number().int().optional(),
  }),
  z.strictObject({ kind: z.literal('failed'), failure: probeFailureSchema }),
]);
export type ProbeResult = z.infer<typeof probeResultSchema>;

/** `failing`: not often enough in a row to be `down`. */
export const healthStateSchema = z.enum(['healthy', 'failing', 'down']);
export type HealthState = z.infer<typeof healthStateSchema>;

/** A watched port's health as it is shown; absent until a probe has told. */
export const healthSchema = z
  .strictObject({
    state: healthStateSchema,
    /** ISO 8601. */
    since: z.string(),
    /** What the last probe failed of. */
    failure: probeFailureSchema.optional(),
  })
  .readonly();
export type Health = z.infer<typeof healthSchema>;

/** How fast a service has answered lately, in milliseconds. */
export const latencyFiguresSchema = z
  .strictObject({
    /** How many answers they are of. */
    count: z.number().int().positive(),
    p50Ms: z.number(),
    p95Ms: z.number(),
    p99Ms: z.number(),
  })
  .readonly();
export type LatencyFigures = z.infer<typeof latencyFiguresSchema>;

/** What a test of a probe came to, which is run only where the expected owner has the port. */
export const probeTestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('asked'), result: probeResultSchema }),
  z.strictObject({
    kind: z.literal('not-asked'),
    verdict: z.enum(['free', 'held', 'conflict', 'undetermined']),
  }),
]);
export type ProbeTest = z.infer<typeof probeTestSchema>;
