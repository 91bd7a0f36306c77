import { z } from 'zod';
import {
  coverageSchema,
  familySchema,
  listenerSchema,
  ownerSchema,
  processIdentitySchema,
  protocolSchema,
} from './listener.ts';
import { portRangeSchema, portSchema } from './port.ts';
import { killPlanSchema } from './kill.ts';
import { unitSchema } from './supervision.ts';
import { verdictSchema } from './verdict.ts';

/*
 * The answer to "why is this port as it is?", for the command and the windows alike.
 */

/** What somebody who knows the machine would name as the thing that started a process. */
export const starterKindSchema = z.enum([
  'coding-agent',
  'ide',
  'watcher',
  'terminal',
  'multiplexer',
  'remote-login',
  'desktop',
  'service-manager',
]);
export type StarterKind = z.infer<typeof starterKindSchema>;

const ancestorSchema = z
  .strictObject({
    identity: processIdentitySchema,
    name: z.string(),
    /** Secrets redacted; empty where it could not be read. */
    command: z.string(),
    executable: z.string().optional(),
    user: z.string(),
  })
  .readonly();

/** Where a process comes from and what it belongs to. */
export const processStorySchema = z
  .strictObject({
    /** Nearest first, up to the login session or the service manager. */
    ancestors: z.array(ancestorSchema).readonly(),
    /** The process above it lives and is hidden, or is outside of what is shown here. */
    isStarterHidden: z.literal(true).optional(),
    /** The controlling terminal, e.g. `pts/3`. */
    terminal: z.string().optional(),
    /** The service manager's unit that runs it. */
    unit: unitSchema.optional(),
    container: z.strictObject({ runtime: z.string(), id: z.string() }).readonly().optional(),
    /** Nearest first; `pid` is the ancestor that tells. */
    startedBy: z
      .array(
        z
          .strictObject({ kind: starterKindSchema, name: z.string(), pid: z.number().int() })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type ProcessStory = z.infer<typeof processStorySchema>;
export type Ancestor = ProcessStory['ancestors'][number];

/** The same processes behind one or more addresses of the port. */
const holderSchema = z
  .strictObject({
    listeners: z.array(listenerSchema).readonly(),
    /** Each process once, parents first; empty when hidden. */
    processes: z
      .array(
        z
          .strictObject({
            owner: ownerSchema,
            /** Absent when the process was gone before its story could be read. */
            story: processStorySchema.optional(),
          })
          .readonly(),
      )
      .readonly(),
    /** What a kill would do; absent when the port was given up meanwhile. */
    killPlan: killPlanSchema.optional(),
  })
  .readonly();
export type PortHolder = z.infer<typeof holderSchema>;

/** A connection of a port on which nobody listens, or one that is closing; or a mere bind. */
const portUseSchema = z
  .strictObject({
    protocol: protocolSchema,
    family: familySchema,
    address: z.string(),
    port: portSchema,
    remoteAddress: z.string().optional(),
    remotePort: z.number().int().optional(),
    state: z.enum(['connected', 'half-closed', 'closing', 'bound']),
    owners: z.array(ownerSchema).readonly(),
  })
  .readonly();

/** Whether a program could bind one address of the port now. */
const bindAnswerSchema = z
  .strictObject({
    address: z.string(),
    /** `foretold`: not tried, because a listener is known to refuse it. */
    result: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('bindable') }),
      z.strictObject({ kind: z.literal('refused'), errno: z.string(), isForetold: z.boolean() }),
    ]),
  })
  .readonly();
export type BindAnswer = z.infer<typeof bindAnswerSchema>;

/** Why a bind is refused, as far as the system lets it be known. */
export const bindCauseSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('listener') }),
  /** The system lent the port to a connection that somebody opened to elsewhere. */
  z.strictObject({ kind: z.literal('outgoing-connection'), count: z.number().int() }),
  /** A connection lives on whose listener is gone. */
  z.strictObject({ kind: z.literal('leftover-connection'), count: z.number().int() }),
  /** One end has closed, and a process here keeps its socket open all the same. */
  z.strictObject({ kind: z.literal('half-closed-connection'), count: z.number().int() }),
  z.strictObject({ kind: z.literal('closing-connection'), count: z.number().int() }),
  /** Somebody has bound it without listening, and the system tells who. */
  z.strictObject({ kind: z.literal('bound'), count: z.number().int() }),
  /** The same where no table shows it. */
  z.strictObject({ kind: z.literal('bound-unlisted') }),
  z.strictObject({ kind: z.literal('privileged'), unprivilegedFrom: z.number().int() }),
  /** In a range that the system gives to nobody. */
  z.strictObject({ kind: z.literal('excluded'), from: portSchema, to: portSchema }),
  /** Security rules beyond the ports' own. */
  z.strictObject({ kind: z.literal('not-permitted') }),
  z.strictObject({ kind: z.literal('unknown'), errno: z.string() }),
]);
export type BindCause = z.infer<typeof bindCauseSchema>;

export const whyReportSchema = z
  .strictObject({
    port: portSchema,
    protocol: protocolSchema,
    /** ISO 8601. */
    takenAt: z.string(),
    coverage: coverageSchema,
    /** `busy`: nobody listens, yet it is in use. `forbidden`: this account may not bind it. */
    state: z.enum(['held', 'free', 'busy', 'forbidden']),
    holders: z.array(holderSchema).readonly(),
    /** Clients of whoever listens; absent when they could not be counted. */
    clients: z.number().int().optional(),
    /** Connections and binds on the port that no listener explains; absent when unreadable. */
    uses: z.array(portUseSchema).readonly().optional(),
    /** The wildcards and loopbacks of both families; an address that the machine lacks is left out. */
    binds: z.array(bindAnswerSchema).readonly(),
    causes: z.array(bindCauseSchema).readonly(),
    /** Who started when, where several services are at odds; earliest first. */
    startOrder: z
      .array(
        z
          .strictObject({
            owner: ownerSchema,
            role: z.enum(['holder', 'expected']),
            /** Where it listens, on this port or another. */
            port: portSchema,
            afterFirstMs: z.number(),
          })
          .readonly(),
      )
      .readonly(),
    /** Given where 127.0.0.1 and ::1 are not the same program's, and the first is what counts. */
    localhost: z
      .strictObject({
        /** The family in which `localhost` is tried first. */
        first: familySchema,
        /** Whom that reaches; absent when nobody listens there. */
        reaches: ownerSchema.optional(),
        isOtherServed: z.boolean(),
      })
      .readonly()
      .optional(),
    limits: z
      .strictObject({
        ephemeral: portRangeSchema,
        isEphemeral: z.boolean(),
        isReserved: z.boolean(),
        unprivilegedFrom: z.number().int(),
      })
      .readonly()
      .optional(),
    watched: z
      .array(
        z.strictObject({ id: z.string(), name: z.string(), verdict: verdictSchema }).readonly(),
      )
      .readonly(),
  })
  .readonly();
export type WhyReport = z.infer<typeof whyReportSchema>;
