import { z } from 'zod';
import { healthSchema } from './health.ts';
import {
  handOverOutcomeSchema,
  holdOutcomeSchema,
  letGoOutcomeSchema,
  takeBackOutcomeSchema,
} from './hold.ts';
import {
  leaseOutcomeSchema,
  leaseRequestSchema,
  leaseSchema,
  releaseOutcomeSchema,
  releaseRequestSchema,
} from './lease.ts';
import { watchingSchema } from './snapshot.ts';

/*
 * What the command and other programs of the same account may ask of the running app, over a
 * socket of this machine: JSON, one message a line. Client and app are typed from `requests`, so a
 * forgotten handler does not compile.
 *
 *   → {"kind":"hello","versions":[1]}
 *   ← {"kind":"welcome","version":1}
 *   → {"id":1,"name":"status.read","input":{}}
 *   ← {"id":1,"kind":"reply","output":{…}}
 */

/** The versions of this protocol that are spoken here, the best one first. */
export const PROTOCOL_VERSIONS: readonly number[] = [1];

/** Nobody may say more at once to the app; answers may be longer. */
export const REQUEST_BYTES_MAX = 64 * 1024;
export const ANSWER_BYTES_MAX = 4 * 1024 * 1024;

const nothing = z.strictObject({});
const oneWatchedPort = z.strictObject({ watchedPortId: z.string().max(64) });

export const requests = {
  'status.read': {
    input: nothing,
    output: z.strictObject({
      pid: z.number().int().positive(),
      watching: watchingSchema,
      conflicts: z.number().int().nonnegative(),
    }),
  },
  /** The settings file was changed by somebody else: the app takes it over. */
  'settings.reload': {
    input: nothing,
    output: z.strictObject({ kind: z.enum(['reloaded', 'unreadable']) }),
  },

  /** The health of the services that have their ports and are probed. */
  'health.list': {
    input: nothing,
    output: z.strictObject({
      services: z
        .array(z.strictObject({ watchedPortId: z.string().max(64), health: healthSchema }))
        .readonly(),
    }),
  },

  'lease.grant': { input: leaseRequestSchema, output: leaseOutcomeSchema },
  'lease.release': { input: releaseRequestSchema, output: releaseOutcomeSchema },
  'lease.list': {
    input: nothing,
    output: z.strictObject({ leases: z.array(leaseSchema).readonly() }),
  },

  /** The app keeps a watched port bound, until it is told otherwise. */
  'hold.take': { input: oneWatchedPort, output: holdOutcomeSchema },
  'hold.let-go': { input: oneWatchedPort, output: letGoOutcomeSchema },
  /** Frees a held port for its service, which is about to start. */
  'hold.hand-over': { input: oneWatchedPort, output: handOverOutcomeSchema },
  /** That service has ended. */
  'hold.take-back': { input: oneWatchedPort, output: takeBackOutcomeSchema },
} as const;

export type RequestName = keyof typeof requests;
export type RequestInput<Name extends RequestName> = z.infer<(typeof requests)[Name]['input']>;
export type RequestOutput<Name extends RequestName> = z.infer<(typeof requests)[Name]['output']>;

/** Who asks, as the system tells it. */
export interface Asker {
  /** Undefined where the system does not tell. */
  readonly pid: number | undefined;
}

/** One handler a request; the compiler refuses a table with a gap. */
export type RequestHandlers = {
  readonly [Name in RequestName]: (
    input: RequestInput<Name>,
    asker: Asker,
  ) => Promise<RequestOutput<Name>>;
};

/** The first line of a client: which versions it speaks. */
export const helloSchema = z.strictObject({
  kind: z.literal('hello'),
  versions: z.array(z.number().int().positive()).min(1).max(16),
});

/** The answer to it; after `unwelcome` the connection ends. */
export const greetingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('welcome'), version: z.number().int().positive() }),
  z.strictObject({
    kind: z.literal('unwelcome'),
    versions: z.array(z.number().int().positive()),
  }),
]);
export type Greeting = z.infer<typeof greetingSchema>;

/** Every further line of a client. */
export const askedSchema = z.strictObject({
  /** Comes back with the answer. */
  id: z.number().int().nonnegative(),
  name: z.string().max(64),
  input: z.unknown(),
});

/** Why there is no answer: not one of ours, not in this shape, or a bug whose cause is in the log. */
const refusalSchema = z.enum(['unknown-request', 'invalid-input', 'failed']);
export type RequestRefusal = z.infer<typeof refusalSchema>;

export const answerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    id: z.number().int().nonnegative(),
    kind: z.literal('reply'),
    output: z.unknown(),
  }),
  z.strictObject({
    id: z.number().int().nonnegative(),
    kind: z.literal('refused'),
    reason: refusalSchema,
  }),
]);
export type Answer = z.infer<typeof answerSchema>;
