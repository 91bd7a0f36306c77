import { DBusError, MessageType, Variant, type Message, type MessageBus } from 'dbus-next';
import type { Delivery, Notice, Notifier } from './notifier.ts';
import { callBus, matchSignals } from './session-bus.ts';

/*
 * Desktop Notifications Specification 1.2: org.freedesktop.Notifications. Electron shows
 * notifications through the same interface, yet without buttons.
 */

const NOTIFICATIONS = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
/** What the bus says where nobody has that name, and nobody can be started for it. */
const NOBODY: ReadonlySet<string> = new Set([
  'org.freedesktop.DBus.Error.ServiceUnknown',
  'org.freedesktop.DBus.Error.NameHasNoOwner',
]);
/** What a click beside the buttons is called. */
const DEFAULT_KEY = 'default';
const URGENCY_NORMAL = 1;
const EXPIRES_AS_THE_DESKTOP_LIKES = -1;
/** Old ones that the desktop never closed are forgotten first. */
const REMEMBERED_MAX = 50;

export interface BusNotifierParts {
  /** Undefined where the desktop has no session bus; then nothing is shown. */
  readonly bus: MessageBus | undefined;
  readonly iconPath: string;
  /** What the click beside the buttons is called where a desktop shows it. */
  readonly toOpenLabel: () => string;
  readonly onTrouble: (error: unknown) => void;
}

/** Shows notifications with buttons on a Linux desktop. */
export function createBusNotifier(parts: BusNotifierParts): Notifier {
  const { bus, onTrouble } = parts;
  if (bus === undefined) return { notify: () => Promise.resolve('no-server') };
  /** By the desktop's number. */
  const shown = new Map<number, Notice>();
  /** Buttons pressed before the desktop's number was known here, which it gives in its reply. */
  const early = new Map<number, string>();
  let unnumbered = 0;
  let preparing: Promise<ReadonlySet<string>> | undefined;
  let last: Delivery = 'sent';

  bus.on('message', ({ type, path, member, interface: from, body }: Message) => {
    if (type !== MessageType.SIGNAL || path !== PATH || from !== NOTIFICATIONS) return;
    const [id, key] = body as readonly unknown[];
    if (typeof id !== 'number') return;
    const notice = shown.get(id);
    if (member === 'NotificationClosed') shown.delete(id);
    if (typeof key !== 'string' || member !== 'ActionInvoked') return;
    if (notice !== undefined) act(id, notice, key);
    else if (unnumbered > 0) early.set(id, key);
  });

  function act(id: number, notice: Notice, key: string): void {
    shown.delete(id);
    if (key === DEFAULT_KEY) notice.onClick?.();
    else notice.actions?.[Number(key)]?.run();
  }

  function remember(id: number, notice: Notice): void {
    const key = early.get(id);
    if (key !== undefined) {
      act(id, notice, key);
      return;
    }
    const [oldest] = shown.keys();
    if (shown.size >= REMEMBERED_MAX && oldest !== undefined) shown.delete(oldest);
    shown.set(id, notice);
  }

  /** What the desktop's notifications can do; signals are asked for once. */
  async function prepare(on: MessageBus): Promise<ReadonlySet<string>> {
    await matchSignals(on, `path='${PATH}',interface='${NOTIFICATIONS}'`);
    const reply = await call(on, 'GetCapabilities', '', []);
    const [capabilities] = (reply?.body ?? []) as readonly (readonly string[] | undefined)[];
    return new Set(capabilities ?? []);
  }

  async function show(on: MessageBus, notice: Notice): Promise<void> {
    preparing ??= prepare(on);
    const can = await preparing;
    const { title, body, actions = [] } = notice;
    const buttons = can.has('actions') ? actions.map(({ label }, key) => [String(key), label]) : [];
    unnumbered += 1;
    const reply = await call(on, 'Notify', 'susssasa{sv}i', [
      'Portreeve',
      0,
      parts.iconPath,
      title,
      // A process name may hold any markup.
      can.has('body-markup') ? escapeMarkup(body) : body,
      [DEFAULT_KEY, parts.toOpenLabel(), ...buttons.flat()],
      {
        urgency: new Variant('y', URGENCY_NORMAL),
        'suppress-sound': new Variant('b', true),
        'desktop-entry': new Variant('s', 'portreeve'),
      },
      EXPIRES_AS_THE_DESKTOP_LIKES,
    ]).finally(() => {
      unnumbered -= 1;
    });
    const id: unknown = reply?.body[0];
    if (typeof id === 'number') remember(id, notice);
    if (unnumbered === 0) early.clear();
  }

  return {
    async notify(notice) {
      try {
        await show(bus, notice);
        last = 'sent';
      } catch (error) {
        // The desktop may get its notifications later.
        preparing = undefined;
        const before = last;
        last = isNobodyThere(error) ? 'no-server' : 'failed';
        // A desktop without notifications is told of once, not with each of them.
        if (last !== before) onTrouble(error);
      }
      return last;
    },
  };
}

function isNobodyThere(error: unknown): boolean {
  return error instanceof DBusError && NOBODY.has(error.type);
}

function call(
  bus: MessageBus,
  member: string,
  signature: string,
  body: readonly unknown[],
): Promise<Message | null> {
  const to = { destination: NOTIFICATIONS, path: PATH, interface: NOTIFICATIONS };
  return callBus(bus, { ...to, member, signature, body });
}

function escapeMarkup(body: string): string {
  return body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
