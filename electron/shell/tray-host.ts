import { MessageType, type Message, type MessageBus } from 'dbus-next';
import { callBusItself, matchSignals } from './session-bus.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const BUS = 'org.freedesktop.DBus';

/** The part of a Linux desktop that shows tray icons. */
export interface TrayHost {
  isPresent(): boolean;
}

/** For systems where the tray is part of the system. */
export const builtInTrayHost: TrayHost = { isPresent: () => true };

/**
 * Watches whether the desktop shows tray icons. `onChange` hears of a host that appears or goes,
 * which Electron itself never notices. Without a session bus there is no host.
 */
export async function watchTrayHost(
  bus: MessageBus | undefined,
  onChange: (isPresent: boolean) => void,
  onTrouble: (error: unknown) => void,
): Promise<TrayHost> {
  let isPresent = false;
  const host: TrayHost = { isPresent: () => isPresent };
  if (bus === undefined) return host;
  bus.on('error', () => {
    if (isPresent) onChange(false);
    isPresent = false;
  });
  try {
    isPresent = await subscribe(bus, (owner) => {
      isPresent = owner !== '';
      onChange(isPresent);
    });
  } catch (error) {
    onTrouble(error);
  }
  return host;
}

/** Of all names that come and go only the one of the tray wakes the app up. */
async function subscribe(bus: MessageBus, onOwner: (owner: string) => void): Promise<boolean> {
  bus.on('message', ({ type, sender, member, body }: Message) => {
    if (type !== MessageType.SIGNAL || sender !== BUS || member !== 'NameOwnerChanged') return;
    const [name, , owner] = body as readonly unknown[];
    if (name === WATCHER) onOwner(String(owner));
  });
  await matchSignals(bus, `sender='${BUS}',member='NameOwnerChanged',arg0='${WATCHER}'`);
  return (await callBusItself(bus, 'NameHasOwner', WATCHER)) === true;
}
