import { z } from 'zod';
import { desktopCommands } from './contract/desktop.ts';
import { id, key } from './contract/fields.ts';
import { historyCommands } from './contract/history.ts';
import { killingCommands } from './contract/killing.ts';
import { listenerCommands } from './contract/listeners.ts';
import { movingCommands } from './contract/moving.ts';
import { projectCommands } from './contract/projects.ts';
import { settingsCommands } from './contract/settings.ts';
import { watchedPortCommands } from './contract/watched-ports.ts';
import { portSchema } from './port.ts';
import { snapshotChangeSchema } from './snapshot.ts';

/*
 * Everything that crosses between the windows and the main process. Handlers, the bridge and
 * the router are typed from these two objects, so a forgotten handler does not compile. Each topic
 * has its table of commands in `contract/`; nobody but this file reads them there.
 */

export const commands = {
  ...listenerCommands,
  ...killingCommands,
  ...movingCommands,
  ...watchedPortCommands,
  ...projectCommands,
  ...settingsCommands,
  ...historyCommands,
  ...desktopCommands,
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
