import { Message, MessageType, sessionBus, type MessageBus } from 'dbus-next';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const BUS = 'org.freedesktop.DBus';
const BUS_PATH = '/org/freedesktop/DBus';
const ANSWER_WITHIN_MS = 2000;

/** The part of a Linux desktop that shows tray icons. */
export interface TrayHost {
  isPresent(): boolean;
  close(): void;
}

/** For systems where the tray is part of the system. */
export const builtInTrayHost: TrayHost = { isPresent: () => true, close: () => undefined };

const absentTrayHost: TrayHost = { isPresent: () => false, close: () => undefined };

/**
 * Watches whether the desktop shows tray icons. `onChange` hears of a host that appears or goes,
 * which Electron itself never notices. Without a session bus there is no host.
 */
export async function watchTrayHost(
  onChange: (isPresent: boolean) => void,
  onTrouble: (error: unknown) => void,
): Promise<TrayHost> {
  let isPresent = false;
  const bus = connect(onTrouble);
  if (bus === undefined) return absentTrayHost;
  // Without this handler a bus that dies would take the app with it.
  bus.on('error', (error) => {
    onTrouble(error);
    if (isPresent) onChange(false);
    isPresent = false;
  });
  try {
    isPresent = await withDeadline(
      subscribe(bus, (owner) => {
        isPresent = owner !== '';
        onChange(isPresent);
      }),
    );
  } catch (error) {
    onTrouble(error);
  }
  return {
    isPresent: () => isPresent,
    close: () => {
      bus.disconnect();
    },
  };
}

/** No address, `disabled:` (as Chromium writes where there is none) and nonsense all mean no bus. */
function connect(onTrouble: (error: unknown) => void): MessageBus | undefined {
  const address = process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  if (address === '' || address.startsWith('disabled:')) return undefined;
  try {
    return sessionBus();
  } catch (error) {
    onTrouble(error);
    return undefined;
  }
}

/**
 * Plain messages and no proxy objects: those would have the bus describe itself in XML first. Of
 * all names that come and go only the one of the tray wakes the app up.
 */
async function subscribe(bus: MessageBus, onOwner: (owner: string) => void): Promise<boolean> {
  bus.on('message', ({ type, sender, member, body }: Message) => {
    if (type !== MessageType.SIGNAL || sender !== BUS || member !== 'NameOwnerChanged') return;
    const [name, , owner] = body as readonly unknown[];
    if (name === WATCHER) onOwner(String(owner));
  });
  await ask(
    bus,
    'AddMatch',
    `type='signal',sender='${BUS}',member='NameOwnerChanged',arg0='${WATCHER}'`,
  );
  return (await ask(bus, 'NameHasOwner', WATCHER)) === true;
}

async function ask(bus: MessageBus, member: string, text: string): Promise<unknown> {
  const reply = await bus.call(
    new Message({
      destination: BUS,
      path: BUS_PATH,
      interface: BUS,
      member,
      signature: 's',
      body: [text],
    }),
  );
  return reply?.body[0] as unknown;
}

async function withDeadline<Value>(task: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error('the session bus did not answer'));
    }, ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([task, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
