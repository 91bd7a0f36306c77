import { Message, sessionBus, type MessageBus, type MessageFlag } from 'dbus-next';

const ANSWER_WITHIN_MS = 2000;

/** A call to a program on the session bus. */
export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature: string;
  readonly body: readonly unknown[];
}

/**
 * Connects to the desktop's session bus; undefined where there is none. No address, `disabled:`
 * (as Chromium writes where there is none) and nonsense all mean no bus.
 */
export function connectSessionBus(onTrouble: (error: unknown) => void): MessageBus | undefined {
  const address = process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  if (address === '' || address.startsWith('disabled:')) return undefined;
  try {
    const bus = sessionBus();
    // Without this handler a bus that dies would take the app with it.
    bus.on('error', onTrouble);
    return bus;
  } catch (error) {
    onTrouble(error);
    return undefined;
  }
}

/**
 * Calls and waits for the answer, for two seconds at most. Plain messages and no proxy objects:
 * those would have the bus describe itself in XML first.
 */
export async function callBus(
  bus: MessageBus,
  call: BusCall,
  flags?: MessageFlag,
): Promise<Message | null> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`the session bus did not answer ${call.member}`));
    }, ANSWER_WITHIN_MS);
  });
  try {
    const message = new Message({
      ...call,
      body: [...call.body],
      ...(flags !== undefined && { flags }),
    });
    return await Promise.race([bus.call(message), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** Has the bus pass on the signals that fit. */
export async function matchSignals(bus: MessageBus, rule: string): Promise<void> {
  await callBusItself(bus, 'AddMatch', `type='signal',${rule}`);
}

/** Asks the bus itself, with one text. */
export async function callBusItself(
  bus: MessageBus,
  member: string,
  text: string,
): Promise<unknown> {
  const reply = await callBus(bus, {
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
    member,
    signature: 's',
    body: [text],
  });
  return reply?.body[0] as unknown;
}
