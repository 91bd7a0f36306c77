import { z } from 'zod';
import { ownerSchema } from './listener.ts';

/*
 * Who else has a say in whether a process runs: service managers, watchers, container engines.
 */

/**
 * A unit of the service manager, e.g. systemd's `postgresql.service` or `cups.socket`, launchd's
 * `homebrew.mxcl.redis`, or a service of Windows as `Dnscache`.
 */
export const unitSchema = z
  .strictObject({
    name: z.string(),
    /** Of the person's own manager (`systemctl --user`), which needs no rights. */
    isUserUnit: z.boolean(),
    /** Absent for systemd. */
    manager: z.enum(['launchd', 'windows']).optional(),
  })
  .readonly();
export type Unit = z.infer<typeof unitSchema>;

/** What the service manager says of a unit. */
export const unitFactsSchema = z
  .strictObject({
    /** Whether it starts the service again after some way in which a signal ends it. */
    restarts: z.boolean(),
    /** After how long, in milliseconds; absent when not told. */
    restartAfterMs: z.number().optional(),
    /** Whether it starts with the machine or the session. */
    isEnabled: z.boolean(),
    /** Socket units that listen now and start it at the next connection. */
    triggeredBy: z.array(z.string()).readonly(),
    /** The process that is the service; others of its group came later. Absent when none runs. */
    mainPid: z.number().int().optional(),
  })
  .readonly();
export type UnitFacts = z.infer<typeof unitFactsSchema>;

/** A process that starts another again: nodemon, pm2, `node --watch`, or a shell in a loop. */
export const watcherSchema = z
  .strictObject({ name: z.string(), isShellLoop: z.boolean(), process: ownerSchema })
  .readonly();
export type Watcher = z.infer<typeof watcherSchema>;

/** Why an engine gave no answer, or not the wanted one. */
export const engineFailureSchema = z.enum([
  'not-running',
  'not-permitted',
  'timed-out',
  'no-such-container',
  'unreadable',
]);
export type EngineFailure = z.infer<typeof engineFailureSchema>;

/** Why a program could not be started again. */
export const launchFailureSchema = z.enum([
  'program-missing',
  'folder-missing',
  /** Either belongs to another account now. */
  'replaced',
  'not-permitted',
  'ended-at-once',
  'unknown',
]);
export type LaunchFailure = z.infer<typeof launchFailureSchema>;
