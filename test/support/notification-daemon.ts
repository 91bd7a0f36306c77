import { Message, Variant } from 'dbus-next';
import type { TestBus } from './session-bus.ts';

const NOTIFICATIONS = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';

export interface TestNotification {
  readonly id: number;
  readonly title: string;
  readonly body: string;
  /** The words on its buttons. */
  readonly buttons: readonly string[];
}

/** The desktop's notifications, played by the test. */
export interface TestNotificationDaemon {
  /** Whether this desktop says that the person is not to be disturbed. */
  isInhibited: boolean;
  readonly shown: readonly TestNotification[];
  /** A person clicks the notification. */
  click(notification: TestNotification): void;
  /** A person presses the button with these words. */
  press(notification: TestNotification, button: string): void;
}

export interface DaemonHabits {
  /** The button that a person presses before the daemon has given the number. */
  readonly pressedAtOnce?: string;
}

export async function startNotificationDaemon(
  testBus: TestBus,
  { pressedAtOnce }: DaemonHabits = {},
): Promise<TestNotificationDaemon> {
  const bus = testBus.connect();
  const shown: TestNotification[] = [];
  /** By number: the key of each button by its words. */
  const keys = new Map<number, ReadonlyMap<string, string>>();
  const invoke = (id: number, key: string): void => {
    bus.send(Message.newSignal(PATH, NOTIFICATIONS, 'ActionInvoked', 'us', [id, key]));
  };
  const daemon: TestNotificationDaemon = {
    isInhibited: false,
    shown,
    click: ({ id }) => invoke(id, 'default'),
    press({ id }, button) {
      const key = keys.get(id)?.get(button);
      if (key === undefined) throw new Error(`no button ${button}`);
      invoke(id, key);
    },
  };
  bus.addMethodHandler((message: Message): boolean => {
    if (message.interface === 'org.freedesktop.DBus.Properties' && message.member === 'Get') {
      const [of, name] = message.body as [string, string];
      if (of !== NOTIFICATIONS || name !== 'Inhibited') return false;
      bus.send(Message.newMethodReturn(message, 'v', [new Variant('b', daemon.isInhibited)]));
      return true;
    }
    if (message.interface !== NOTIFICATIONS) return false;
    switch (message.member) {
      case 'Notify': {
        const [, , , title, body, actions] = message.body as [
          string,
          number,
          string,
          string,
          string,
          string[],
        ];
        const id = shown.length + 1;
        // Keys and words in turn; the key of the click beside the buttons is no button.
        const pairs = actions.flatMap((key, at) =>
          at % 2 === 0 && key !== 'default' ? [[key, actions[at + 1] ?? ''] as const] : [],
        );
        keys.set(id, new Map(pairs.map(([key, words]) => [words, key])));
        shown.push({ id, title, body, buttons: pairs.map(([, words]) => words) });
        const early = pairs.find(([, words]) => words === pressedAtOnce)?.[0];
        if (early !== undefined) invoke(id, early);
        bus.send(Message.newMethodReturn(message, 'u', [id]));
        return true;
      }
      case 'GetCapabilities':
        bus.send(Message.newMethodReturn(message, 'as', [['body', 'body-markup', 'actions']]));
        return true;
      case 'GetServerInformation':
        bus.send(Message.newMethodReturn(message, 'ssss', ['test', 'test', '1', '1.2']));
        return true;
      case 'CloseNotification':
        bus.send(Message.newMethodReturn(message, '', []));
        return true;
      default:
        return false;
    }
  });
  await bus.requestName(NOTIFICATIONS, 0);
  return daemon;
}
