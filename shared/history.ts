import { z } from 'zod';
import { probeFailureSchema } from './health.ts';
import { protocolSchema } from './listener.ts';
import { portSchema } from './port.ts';
import { conflictKindSchema } from './verdict.ts';
import { killMeansSchema, killWayKindSchema } from './kill.ts';
import { backupCopySchema, configEditSchema } from './reassign.ts';

/** Raised when lines of an older shape must be converted before they are read. */
export const HISTORY_VERSION = 2;

/** Who holds a port, as far as that can be told; kept long after the process is gone. */
export const holderSchema = z
  .strictObject({
    /** What it really is, e.g. `vite`; empty where the owner is hidden. */
    title: z.string(),
    /** The process's own name. */
    name: z.string(),
    pid: z.number().int().positive().optional(),
    startToken: z.string().max(64).optional(),
    /** The account. */
    user: z.string(),
    executable: z.string().optional(),
    /** The project's folder, or the working folder where there is none. */
    folder: z.string().optional(),
    /** The container's lasting name. */
    container: z.string().optional(),
    /** When the process began, ISO 8601. */
    startedAt: z.string().optional(),
  })
  .readonly();
export type Holder = z.infer<typeof holderSchema>;

/** How whoever holds a port stands to those who watch it. */
export const standingSchema = z.enum(['expected', 'squatter', 'unwatched', 'hidden']);
export type Standing = z.infer<typeof standingSchema>;

/** Who held which port, from when on. */
export const occupancyFields = {
  protocol: protocolSchema,
  port: portSchema,
  /** The local addresses of the beginning. */
  addresses: z.array(z.string()).readonly(),
  holder: holderSchema,
  standing: standingSchema,
  /** ISO 8601. */
  from: z.string(),
};

const entryBase = {
  id: z.string(),
  /** ISO 8601. */
  at: z.string(),
};

const movedFields = {
  watchedPortId: z.string(),
  /** The entries of the same service that moved along. */
  alongside: z.array(z.string()).min(1).readonly().optional(),
  name: z.string(),
  from: portSchema,
  to: portSchema,
};

const watchedBase = {
  ...entryBase,
  watchedPortId: z.string(),
  name: z.string(),
  protocol: protocolSchema,
  port: portSchema,
};

const reassignedSchema = z.strictObject({
  ...entryBase,
  kind: z.literal('reassigned'),
  ...movedFields,
  edits: z.array(configEditSchema).min(1).readonly(),
  /** One for each file, by its real path. */
  backups: z.array(backupCopySchema).readonly(),
});

const undoneSchema = z.strictObject({
  ...entryBase,
  kind: z.literal('reassign-undone'),
  /** The id of the `reassigned` entry that was taken back. */
  undoes: z.string(),
  ...movedFields,
});

/** A service has moved, or moved back. */
export const movedEntrySchema = z.discriminatedUnion('kind', [reassignedSchema, undoneSchema]);
export type MovedEntry = z.infer<typeof movedEntrySchema>;

/** One line of history: what happened, when, to which port. */
export const historyEntrySchema = z.discriminatedUnion('kind', [
  /** Repeated, with the same id, after each `watching-continued`. */
  z.strictObject({ ...entryBase, kind: z.literal('occupancy-began'), ...occupancyFields }),
  /** Tells the whole of it once more, so that no beginning must be searched for; same id. */
  z.strictObject({ ...entryBase, kind: z.literal('occupancy-ended'), ...occupancyFields }),
  /** Nothing is known of the time before this, back to the entry before it. */
  z.strictObject({ ...entryBase, kind: z.literal('watching-began') }),
  /** Everything that is held now follows; who reads backward need not go further. */
  z.strictObject({ ...entryBase, kind: z.literal('watching-continued') }),
  z.strictObject({
    ...entryBase,
    kind: z.literal('watching-ended'),
    /** Nobody said so: it is the last that is known before watching began anew. */
    brokeOff: z.literal(true).optional(),
  }),
  z.strictObject({
    ...watchedBase,
    kind: z.literal('conflict-began'),
    conflict: conflictKindSchema,
    /** The container or the process that has the port, where the conflict has one. */
    squatter: z.string().optional(),
    pid: z.number().int().optional(),
  }),
  z.strictObject({ ...watchedBase, kind: z.literal('conflict-ended') }),
  z.strictObject({
    ...entryBase,
    kind: z.literal('killed'),
    protocol: protocolSchema,
    port: portSchema,
    names: z.array(z.string()).readonly(),
    pids: z.array(z.number().int()).readonly(),
    means: killMeansSchema,
    /** Absent in entries of older versions, which knew processes only. */
    way: killWayKindSchema.optional(),
    /** Done by a rule of the watched port, with nobody asked. */
    byRule: z.literal(true).optional(),
    outcome: z.enum(['freed', 'still-held', 'taken-again', 'restarted', 'unproven']),
  }),
  reassignedSchema,
  /** What became of the service after a move that was to start it. */
  z.strictObject({
    ...entryBase,
    kind: z.literal('reassign-restarted'),
    /** The id of the `reassigned` entry. */
    follows: z.string(),
    watchedPortId: z.string(),
    name: z.string(),
    port: portSchema,
    outcome: z.enum([
      'running',
      'not-ended',
      'not-started',
      'not-up',
      'not-awaited',
      /** We ended before that was known. */
      'interrupted',
    ]),
  }),
  /** A move that failed while it was written: `stuck` where a file could not be put back. */
  z.strictObject({
    ...entryBase,
    kind: z.literal('reassign-failed'),
    watchedPortId: z.string(),
    name: z.string(),
    from: portSchema,
    to: portSchema,
    file: z.string(),
    outcome: z.enum(['rolled-back', 'stuck']),
  }),
  undoneSchema,
  /** A program was started by us for a service, on this port. */
  z.strictObject({
    ...entryBase,
    kind: z.literal('service-started'),
    name: z.string(),
    port: portSchema,
  }),
  /** A service that has its port no longer answers its probe. */
  z.strictObject({
    ...watchedBase,
    kind: z.literal('health-down'),
    failure: probeFailureSchema,
  }),
  /** It answers again. */
  z.strictObject({ ...watchedBase, kind: z.literal('health-recovered') }),
  /** What became of a service that was started again because it was down. */
  z.strictObject({
    ...watchedBase,
    kind: z.literal('health-restarted'),
    outcome: z.enum(['running', 'not-ended', 'not-started', 'not-up']),
  }),
]);
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
export type OccupancyEntry = Extract<HistoryEntry, { kind: 'occupancy-began' | 'occupancy-ended' }>;
export type ReassignedEntry = Extract<HistoryEntry, { kind: 'reassigned' }>;
export type ReassignUndoneEntry = Extract<HistoryEntry, { kind: 'reassign-undone' }>;
