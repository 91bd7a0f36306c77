import { Message } from 'dbus-next';
import type { TestBus } from './session-bus.ts';

const NOTIFICATIONS = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';

export interface TestNotification {
  readonly id: number;
  readonly title: string;
  readonly body: string;
}

/** The desktop's notifications, played by the test. */
export interface TestNotificationDaemon {
  readonly shown: readonly TestNotification[];
  /** A person clicks the notification. */
  click(notification: TestNotification): void;
}

export async function startNotificationDaemon(testBus: TestBus): Promise<TestNotificationDaemon> {
  const bus = testBus.connect();
  const shown: TestNotification[] = [];
  bus.addMethodHandler((message: Message): boolean => {
    if (message.interface !== NOTIFICATIONS) return false;
    switch (message.member) {
      case 'Notify': {
        const [, , , title, body] = message.body as [string, number, string, string, string];
        const id = shown.length + 1;
        shown.push({ id, title, body });
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
  return {
    shown,
    click({ id }) {
      bus.send(Message.newSignal(PATH, NOTIFICATIONS, 'ActionInvoked', 'us', [id, 'default']));
    },
  };
}
