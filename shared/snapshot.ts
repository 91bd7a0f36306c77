import { z } from 'zod';
import { healthSchema } from './health.ts';
import { coverageSchema, listenerSchema } from './listener.ts';
import { startableSchema } from './launch.ts';
import { LOCALES } from './locale.ts';
import { portSchema } from './port.ts';
import { movePhaseSchema, reassignPlanSchema } from './reassign.ts';
import { settingsChangeSchema } from './settings-change.ts';
import { settingsSchema } from './settings.ts';
import { SYSTEMS } from './system.ts';
import { verdictSchema } from './verdict.ts';
import { watchedPortSchema } from './watched-port.ts';

/** Why a reading of the ports failed. */
export const scanFailureReasonSchema = z.enum([
  'not-found',
  'not-permitted',
  'timed-out',
  'unreadable',
  'unsupported-platform',
]);
export type ScanFailureReason = z.infer<typeof scanFailureReasonSchema>;

export const watchingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('starting') }),
  z.strictObject({ kind: z.literal('watching') }),
  z.strictObject({ kind: z.literal('paused') }),
  /** The last scan failed; what is shown is older than `since` (ISO 8601). */
  z.strictObject({
    kind: z.literal('not-watching'),
    reason: scanFailureReasonSchema,
    since: z.string(),
  }),
]);
export type Watching = z.infer<typeof watchingSchema>;

export const watchedViewSchema = z
  .strictObject({
    watchedPort: watchedPortSchema,
    verdict: verdictSchema,
    /** ISO 8601, or `further-notice`; conflicts are shown but not told until then. */
    mutedUntil: z.string().optional(),
    /** The person wants Portreeve to hold it, whether it does at this moment or not. */
    isHoldWanted: z.literal(true).optional(),
    /** While its service has its port and is probed. */
    health: healthSchema.optional(),
    /** While in conflict: what a move would do, or why there is none. */
    reassignPlan: reassignPlanSchema.optional(),
  })
  .readonly();
export type WatchedView = z.infer<typeof watchedViewSchema>;

/** Something the person should know about the app itself, until it is dismissed. */
export const noticeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('settings-set-aside'),
    id: z.string(),
    keptAs: z.string(),
    restoredFrom: z.enum(['backup', 'defaults']),
  }),
  z.strictObject({ kind: z.literal('settings-newer'), id: z.string(), file: z.string() }),
  z.strictObject({ kind: z.literal('settings-unreadable'), id: z.string(), file: z.string() }),
  /** The file was changed while we run, and cannot be understood: the settings stay as they were. */
  z.strictObject({ kind: z.literal('settings-edit-bad'), id: z.string() }),
  z.strictObject({ kind: z.literal('settings-not-saved'), id: z.string(), file: z.string() }),
  /** Somebody else wrote the same settings at the same moment, and theirs stand. */
  z.strictObject({
    kind: z.literal('settings-changed-elsewhere'),
    id: z.string(),
    /** The watched ports that it is about; empty for other settings. */
    names: z.array(z.string()).readonly(),
  }),
  z.strictObject({ kind: z.literal('history-not-saved'), id: z.string(), file: z.string() }),
  /** A program took the port again that a kill had freed; `by` starts it again, a shell by a loop. */
  z.strictObject({
    kind: z.literal('came-back'),
    id: z.string(),
    port: portSchema,
    names: z.array(z.string()).readonly(),
    by: z.string().optional(),
    isShellLoop: z.literal(true).optional(),
  }),
  /** A rule leaves the squatter of this port to the person, who knows what would help. */
  z.strictObject({
    kind: z.literal('auto-kill-left-alone'),
    id: z.string(),
    port: portSchema,
    name: z.string(),
  }),
  /** A rule has ended squatters of this port so often that it does no more. */
  z.strictObject({
    kind: z.literal('auto-kill-gave-up'),
    id: z.string(),
    port: portSchema,
    name: z.string(),
  }),
  /** A service that is down was started again so often, or cannot be, that nothing more is done. */
  z.strictObject({
    kind: z.enum(['restart-gave-up', 'restart-impossible']),
    id: z.string(),
    port: portSchema,
    name: z.string(),
  }),
  /** The app ended in the middle of a move, which was taken back at this start. */
  z.strictObject({
    kind: z.literal('move-taken-back'),
    id: z.string(),
    files: z.array(z.string()).readonly(),
  }),
  /** The app ended after it wrote a move, before it was known what became of the service. */
  z.strictObject({
    kind: z.literal('move-unfinished'),
    id: z.string(),
    name: z.string(),
    from: portSchema,
    to: portSchema,
    files: z.array(z.string()).readonly(),
  }),
  /** The same, but this file could not be put back. */
  z.strictObject({
    kind: z.literal('move-stuck'),
    id: z.string(),
    file: z.string(),
    backup: z.string(),
  }),
  z.strictObject({ kind: z.literal('no-tray'), id: z.string() }),
  z.strictObject({ kind: z.literal('running-as-root'), id: z.string() }),
]);
export type Notice = z.infer<typeof noticeSchema>;

export const undoableSchema = z
  .strictObject({
    entryId: z.string(),
    watchedPortId: z.string(),
    name: z.string(),
    from: portSchema,
    to: portSchema,
    files: z.array(z.string()).readonly(),
  })
  .readonly();
export type Undoable = z.infer<typeof undoableSchema>;

/** A move that is under way. */
export const movingSchema = z
  .strictObject({
    watchedPortId: z.string(),
    to: portSchema,
    phase: movePhaseSchema,
    /** How long the service may take to listen on its new port, in seconds. */
    withinS: z.number(),
  })
  .readonly();
export type Moving = z.infer<typeof movingSchema>;

/** All that a window shows. It holds no time of scan, so it stays equal while nothing changes. */
export const snapshotSchema = z
  .strictObject({
    watching: watchingSchema,
    coverage: coverageSchema,
    listeners: z.array(listenerSchema).readonly(),
    watched: z.array(watchedViewSchema).readonly(),
    notices: z.array(noticeSchema).readonly(),
    undoable: undoableSchema.optional(),
    /** Absent once something else has changed the same settings. */
    settingsChange: settingsChangeSchema.optional(),
    /** Absent while no service is being moved. */
    moving: z.array(movingSchema).min(1).readonly().optional(),
    /** What kills ended and can be started again, the newest first. */
    startable: z.array(startableSchema).readonly(),
    settings: settingsSchema,
    /** Sentences name only the means of this one. */
    system: z.enum(SYSTEMS),
    /** Folders are shown relative to it. */
    homeFolder: z.string(),
    /** The language in force, after `system` was resolved. */
    locale: z.enum(LOCALES),
  })
  .readonly();
export type Snapshot = z.infer<typeof snapshotSchema>;

/**
 * What has changed since the snapshot that a window had before. Listeners may be thousands, of which
 * a few change at a time, so only those are sent; all else is small and sent whole.
 */
export const snapshotChangeSchema = z
  .strictObject({
    rest: snapshotSchema.unwrap().omit({ listeners: true }).readonly(),
    /** New listeners, and known ones of which something changed. */
    came: z.array(listenerSchema).readonly(),
    /** By their keys. */
    gone: z.array(z.string()).readonly(),
  })
  .readonly();
export type SnapshotChange = z.infer<typeof snapshotChangeSchema>;
