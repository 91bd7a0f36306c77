import { z } from 'zod';
import { holdOutcomeSchema, letGoOutcomeSchema } from './hold.ts';
import { containerIdSchema } from './container.ts';
import { latencyFiguresSchema, probeTestSchema } from './health.ts';
import { dayStripsSchema } from './day-strip.ts';
import { diagnosticsSchema } from './diagnostics.ts';
import { historyViewSchema } from './history-view.ts';
import { launchOutcomeSchema } from './launch.ts';
import { processIdentitySchema, type Listener } from './listener.ts';
import { killMeansSchema, killOutcomeSchema, killPlanSchema, killWayKindSchema } from './kill.ts';
import { importedPortSchema, mentionSchema, projectReadingSchema } from './project.ts';
import { configTargetSchema } from './config-target.ts';
import {
  editRefusalSchema,
  reassignOutcomeSchema,
  reassignPlanSchema,
  undoOutcomeSchema,
} from './reassign.ts';
import { MUTE_PERIODS } from './mute.ts';
import { portSchema } from './port.ts';
import { testedNotificationSchema } from './quiet-hours.ts';
import { refusedSettingsSchema, settingsDiffSchema } from './settings-transfer.ts';
import { preferencesSchema } from './settings.ts';
import { snapshotChangeSchema, snapshotSchema } from './snapshot.ts';
import { watchedPortSchema } from './watched-port.ts';
import { whyReportSchema } from './why.ts';

/*
 * Everything that crosses between the windows and the main process. Handlers, the bridge and
 * the router are typed from these two objects, so a forgotten handler does not compile.
 */

/** The last moment that ISO 8601 writes with four digits of a year. */
const TIME_MAX_MS = 253_402_300_799_999;

const nothing = z.strictObject({});
const key = z.string().min(1).max(300);
const id = z.string().min(1).max(100);

/** The processes that the person saw when they clicked; others mean another situation. */
const shown = z.array(processIdentitySchema).max(1000).readonly();

/** The containers that stood there by name; of hidden processes nothing else can be shown. */
const shownContainers = z.array(containerIdSchema).max(1000).readonly().optional();

/** One line to paste into a terminal: a line break in it would run there without a question. */
const lineSchema = z
  .string()
  .min(1)
  .max(2000)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u);

/** The person closed the system's dialog without an answer. */
const cancelled = z.strictObject({ kind: z.literal('cancelled') });

/** Tells a window which plan it agreed to; made by main, good for one act. */
const tokenSchema = z.string().min(1).max(64);

/** Which part of history; wall clock, in milliseconds. */
const historyQuerySchema = z.strictObject({
  fromMs: z.number().min(0).max(TIME_MAX_MS),
  toMs: z.number().min(0).max(TIME_MAX_MS),
  port: portSchema.optional(),
});

export const commands = {
  /** The listeners may be thousands and main's own parsers made each: their shape is not checked again. */
  'snapshot.read': {
    input: nothing,
    output: snapshotSchema
      .unwrap()
      .extend({ listeners: z.custom<readonly Listener[]>((value) => Array.isArray(value)) })
      .readonly(),
  },

  'owner.plan-kill': {
    input: z.strictObject({ listenerKey: key, shown, shownContainers }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('changed') }),
      z.strictObject({ kind: z.literal('planned'), token: tokenSchema, plan: killPlanSchema }),
      z.strictObject({ kind: z.literal('already-free') }),
      z.strictObject({ kind: z.literal('scan-failed') }),
    ]),
  },
  'owner.kill': {
    input: z.strictObject({ token: tokenSchema, way: killWayKindSchema, means: killMeansSchema }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('done'), outcome: killOutcomeSchema }),
      z.strictObject({ kind: z.literal('token-expired') }),
    ]),
  },

  'process.start-again': {
    input: z.strictObject({ id, place: z.enum(['same-port', 'elsewhere']) }),
    output: launchOutcomeSchema,
  },
  /** Opens what a process prints that was started again; main knows the file by the id. */
  'process.open-log': { input: z.strictObject({ id }), output: nothing },

  /** Reads all that explains one port; a person asks for it, since it may try to bind the port. */
  'port.explain': {
    input: z.strictObject({
      subject: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('listener'), listenerKey: key }),
        z.strictObject({ kind: z.literal('watched-port'), watchedPortId: id }),
      ]),
    }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('explained'), report: whyReportSchema }),
      /** Nothing listens there any more, or it is no longer watched. */
      z.strictObject({ kind: z.literal('gone') }),
    ]),
  },
  /** Opens the listener's page in the person's browser; main makes the address. */
  'listener.open-page': { input: z.strictObject({ listenerKey: key }), output: nothing },
  /** Opens the folder that the listener's process works in. */
  'listener.open-folder': { input: z.strictObject({ listenerKey: key }), output: nothing },

  'service.plan-reassign': {
    input: z.strictObject({
      watchedPortId: id,
      /** Mentions that were found before and are to get the new port as well, by their ids. */
      alsoChange: z.array(id).max(500).readonly().optional(),
    }),
    output: z.strictObject({ token: tokenSchema, plan: reassignPlanSchema }),
  },
  /** Where else the project of a watched port takes that port for granted. */
  'service.find-mentions': {
    input: z.strictObject({ watchedPortId: id }),
    output: z.strictObject({
      mentions: z.array(mentionSchema).readonly(),
      /** How many more there are that only a person can change. */
      unchangeable: z.number().int().min(0),
      isPartial: z.boolean(),
    }),
  },
  'service.reassign': {
    /** `restarts`: also start the service on its new port, as the plan says. */
    input: z.strictObject({ token: tokenSchema, restarts: z.boolean() }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('done'), outcome: reassignOutcomeSchema }),
      z.strictObject({ kind: z.literal('token-expired') }),
    ]),
  },
  /** Waits no longer for a moved service to come up; it goes on starting. */
  'service.stop-waiting': { input: z.strictObject({ watchedPortId: id }), output: nothing },
  'service.undo-reassign': {
    input: z.strictObject({ entryId: id }),
    output: undoOutcomeSchema,
  },

  'watched-port.save': {
    input: z.strictObject({ watchedPort: watchedPortSchema }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('saved') }),
      z.strictObject({ kind: z.literal('watched-twice'), name: z.string() }),
      z.strictObject({ kind: z.literal('too-many') }),
      /** The person was asked whether Portreeve may do what the entry wants, and said no. */
      z.strictObject({ kind: z.literal('declined') }),
    ]),
  },
  'watched-port.remove': { input: z.strictObject({ watchedPortId: id }), output: nothing },
  'watched-port.accept-owner': {
    input: z.strictObject({ watchedPortId: id, shown, shownContainers }),
    output: nothing,
  },
  /** Portreeve itself keeps the port bound for its service. */
  'watched-port.hold': { input: z.strictObject({ watchedPortId: id }), output: holdOutcomeSchema },
  'watched-port.let-go': {
    input: z.strictObject({ watchedPortId: id }),
    output: letGoOutcomeSchema,
  },
  'watched-port.mute': {
    input: z.strictObject({ watchedPortId: id, period: z.enum(MUTE_PERIODS) }),
    output: nothing,
  },

  /** Probes a service once, as the form says; only where its expected owner is found. */
  'health.test': {
    input: z.strictObject({ watchedPort: watchedPortSchema }),
    output: probeTestSchema,
  },
  /** How fast a service answered its probes lately. */
  'health.read-figures': {
    input: z.strictObject({ watchedPortId: id }),
    output: z.strictObject({ figures: latencyFiguresSchema.optional() }),
  },

  /**
   * Where a project's services get their ports from: the project of a watched port, or of a folder
   * that the person then picks. No window names a folder.
   */
  'project.find-places': {
    input: z.strictObject({ watchedPortId: id.optional() }),
    output: z.discriminatedUnion('kind', [cancelled, ...projectReadingSchema.options]),
  },
  /** The same as ports to watch. */
  'project.plan-import': {
    input: nothing,
    output: z.discriminatedUnion('kind', [
      cancelled,
      z.strictObject({ kind: z.literal('unreadable'), folder: z.string() }),
      z.strictObject({
        kind: z.literal('planned'),
        token: tokenSchema,
        folder: z.string(),
        ports: z.array(importedPortSchema).readonly(),
        isPartial: z.boolean(),
      }),
    ]),
  },
  /** The same for what runs now in folders of projects, and whose files name the port it is on. */
  'project.plan-running': {
    input: nothing,
    output: z.strictObject({ ports: z.array(importedPortSchema).readonly() }),
  },
  'project.import': {
    input: z.strictObject({ token: tokenSchema, chosen: z.array(id).max(1000).readonly() }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('saved') }),
      z.strictObject({ kind: z.literal('watched-twice'), name: z.string() }),
      z.strictObject({ kind: z.literal('too-many') }),
      z.strictObject({ kind: z.literal('token-expired') }),
    ]),
  },

  'preferences.save': {
    input: z.strictObject({ preferences: preferencesSchema }),
    output: nothing,
  },
  /** Writes the settings to a file that the person chooses in main's own dialog. */
  'settings.export': {
    input: nothing,
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.enum(['saved', 'failed']), file: z.string() }),
      cancelled,
    ]),
  },
  /** What the settings of a file that the person picks there would change; changes nothing. */
  'settings.plan-import': {
    input: nothing,
    output: z.discriminatedUnion('kind', [
      cancelled,
      z.strictObject({
        kind: z.literal('refused'),
        file: z.string(),
        reason: refusedSettingsSchema,
      }),
      z.strictObject({ kind: z.literal('same'), file: z.string() }),
      z.strictObject({
        kind: z.literal('planned'),
        token: tokenSchema,
        file: z.string(),
        diff: settingsDiffSchema,
      }),
    ]),
  },
  /** `changed`: the settings are no longer those that the diff was shown against. */
  'settings.import': {
    input: z.strictObject({ token: tokenSchema }),
    output: z.strictObject({
      /** `declined`: asked outside the window, the person did not allow what the file wants. */
      kind: z.enum(['imported', 'declined', 'changed', 'token-expired']),
    }),
  },
  /** How the app does, and where it keeps its files. */
  'diagnostics.read': {
    input: nothing,
    output: z.strictObject({ diagnostics: diagnosticsSchema, folder: z.string() }),
  },
  /** Puts the diagnostics on the clipboard as JSON. */
  'diagnostics.copy': { input: nothing, output: nothing },
  /** Opens the folder that everything is kept in. */
  'files.open-folder': { input: nothing, output: nothing },
  /** Takes back the newest change that was made in the settings window. */
  'settings.undo': {
    input: z.strictObject({ id }),
    output: z.strictObject({ kind: z.enum(['undone', 'changed-since']) }),
  },
  /** Reads the place where a port is written; nothing is changed, and nothing else of the file told. */
  'config-target.test': {
    input: z.strictObject({ target: configTargetSchema, port: portSchema.optional() }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('fits'), line: z.number().int().positive() }),
      z.strictObject({ kind: z.literal('differs'), found: z.number() }),
      /** Only a window has named this file so far; saving it asks the person. */
      z.strictObject({ kind: z.literal('not-granted') }),
      z.strictObject({ kind: z.literal('refused'), reason: editRefusalSchema }),
    ]),
  },
  /** Shows a notification as an example, unless it is quiet now; says what came of it. */
  'notification.test': { input: nothing, output: testedNotificationSchema },
  'watching.pause': { input: z.strictObject({ isPaused: z.boolean() }), output: nothing },
  'notice.dismiss': { input: z.strictObject({ id }), output: nothing },
  'history.read': {
    input: z.strictObject({ query: historyQuerySchema }),
    output: historyViewSchema,
  },
  /** Who held the watched ports in the last 24 hours. */
  'history.read-day': { input: nothing, output: dayStripsSchema },
  /** Writes what the query finds to a file that the person chooses in main's own dialog. */
  'history.export': {
    input: z.strictObject({ query: historyQuerySchema, format: z.enum(['csv', 'json']) }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('saved'), file: z.string() }),
      z.strictObject({ kind: z.literal('cancelled') }),
      z.strictObject({ kind: z.literal('failed'), file: z.string() }),
    ]),
  },
  /** Puts a line on the clipboard, which the pages themselves may not touch. */
  'text.copy': { input: z.strictObject({ text: lineSchema }), output: nothing },
  'window.open': {
    input: z.strictObject({
      window: z.enum(['popover', 'settings', 'history']),
      /** Which watched port to bring into view there. */
      watchedPortId: id.optional(),
      /** Whose history to show there. */
      port: portSchema.optional(),
    }),
    output: nothing,
  },
  'window.close': { input: nothing, output: nothing },
  /** Opens the licences of all code that is in the app. */
  'licenses.open': {
    input: nothing,
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('opened') }),
      /** No program of this system opens it; a person may. */
      z.strictObject({ kind: z.literal('not-opened'), file: z.string() }),
    ]),
  },
} as const;

export const events = {
  'snapshot.changed': snapshotChangeSchema,
  /** Bring one port into view; sent when the person asked for it in the tray or another window. */
  'view.requested': z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('watched-port'), watchedPortId: id }),
    z.strictObject({ kind: z.literal('port'), port: portSchema }),
    z.strictObject({ kind: z.literal('kill-plan'), listenerKey: key }),
    z.strictObject({ kind: z.literal('reassign-plan'), watchedPortId: id }),
  ]),
} as const;

export type CommandName = keyof typeof commands;
export type CommandInput<Name extends CommandName> = z.infer<(typeof commands)[Name]['input']>;
export type CommandOutput<Name extends CommandName> = z.infer<(typeof commands)[Name]['output']>;

/** Which of our windows asks. */
export type WindowName = 'popover' | 'settings' | 'history' | 'welcome';

/** One handler a command; the compiler refuses a table with a gap. */
export type CommandHandlers = {
  readonly [Name in CommandName]: (
    input: CommandInput<Name>,
    sender: WindowName,
  ) => Promise<CommandOutput<Name>>;
};

export type HistoryQuery = CommandInput<'history.read'>['query'];

export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.infer<(typeof events)[Name]>;
export type ViewRequest = EventPayload<'view.requested'>;

/** What travels on the command channel; the reply is `Reply`. */
export const requestSchema = z.strictObject({ name: z.string().max(64), input: z.unknown() });

/** A refusal is generic on purpose: its cause is in the log, not in the window. */
export type Reply =
  { readonly kind: 'reply'; readonly output: unknown } | { readonly kind: 'refused' };

/** What travels on the event channel. */
export interface EventMessage {
  readonly name: EventName;
  readonly payload: unknown;
}
