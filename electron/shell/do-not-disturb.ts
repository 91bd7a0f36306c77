import { DBusError, MessageFlag, Variant, type MessageBus } from 'dbus-next';
import { callBus, type BusCall } from './session-bus.ts';

/*
 * Where desktops on the session bus say that the person is not to be disturbed. Others (GNOME,
 * macOS, Windows) tell nobody, and hold notifications back by themselves.
 */

const NOTIFICATIONS = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
};

const questions: readonly BusCall[] = [
  // Plasma, and whoever else has the property.
  toPropertyCall('org.freedesktop.Notifications', 'Inhibited'),
  toPropertyCall('org.dunstproject.cmd0', 'paused'),
  // Xfce keeps it among its settings.
  {
    destination: 'org.xfce.Xfconf',
    path: '/org/xfce/Xfconf',
    interface: 'org.xfce.Xfconf',
    member: 'GetProperty',
    signature: 'ss',
    body: ['xfce4-notifyd', '/do-not-disturb'],
  },
];

function toPropertyCall(from: string, name: string): BusCall {
  return {
    ...NOTIFICATIONS,
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    signature: 'ss',
    body: [from, name],
  };
}

/** Whether the desktop says so now; no where it says nothing. */
export async function isDoNotDisturb(
  bus: MessageBus | undefined,
  onTrouble: (error: unknown) => void,
): Promise<boolean> {
  if (bus === undefined) return false;
  const answers = await Promise.all(questions.map((question) => ask(bus, question, onTrouble)));
  return answers.includes(true);
}

async function ask(
  bus: MessageBus,
  question: BusCall,
  onTrouble: (error: unknown) => void,
): Promise<boolean> {
  try {
    // Nothing is started just to be asked.
    const reply = await callBus(bus, question, MessageFlag.NO_AUTO_START);
    const [answer]: readonly unknown[] = reply?.body ?? [];
    return answer instanceof Variant && answer.value === true;
  } catch (error) {
    // Another desktop, which does not know the question.
    if (!(error instanceof DBusError)) onTrouble(error);
    return false;
  }
}
