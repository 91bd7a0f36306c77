import { DBusError, Message, MessageType, Variant, type MessageBus } from 'dbus-next';
import { eventually } from './eventually.ts';
import { callMethod, readProperty, type TestBus } from './session-bus.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';
const PROPERTIES = 'org.freedesktop.DBus.Properties';

/** One line of a menu as the desktop sees it. */
export interface MenuLine {
  readonly id: number;
  readonly label: string;
  readonly isEnabled: boolean;
  readonly children: readonly MenuLine[];
}

/** The desktop's part of the tray, played by the test. */
export interface TestTrayHost {
  /** How many icons have registered so far, gone ones included. */
  readonly registrations: () => number;
  /** Resolves when an icon registers that is not one of the first `known`. */
  waitForIcon(known?: number): Promise<void>;
  readTooltip(): Promise<string>;
  /** The icon's picture: width, height, ARGB bytes. */
  readIcon(): Promise<readonly [number, number, Buffer]>;
  readMenu(): Promise<readonly MenuLine[]>;
  /** Clicks the line that `labels` lead to, each label a part of the line's text. */
  click(...labels: readonly string[]): Promise<void>;
  /** A click on the icon itself. */
  activate(): Promise<void>;
  /** Ends, as a panel does that crashes. */
  leave(): void;
}

interface Item {
  readonly destination: string;
  readonly path: string;
}

const watcherProperties = {
  RegisteredStatusNotifierItems: new Variant('as', []),
  IsStatusNotifierHostRegistered: new Variant('b', true),
  ProtocolVersion: new Variant('i', 0),
};

/** Takes the watcher's name on the bus and keeps the newest icon that registers. */
export async function startTrayHost(testBus: TestBus): Promise<TestTrayHost> {
  const bus = testBus.connect();
  const items: Item[] = [];

  bus.addMethodHandler((message: Message): boolean => {
    if (message.interface === WATCHER && message.member === 'RegisterStatusNotifierItem') {
      const [service] = message.body as [string];
      const isPath = service.startsWith('/');
      items.push({
        destination: isPath ? message.sender : service,
        path: isPath ? service : '/StatusNotifierItem',
      });
      bus.send(Message.newMethodReturn(message, '', []));
      return true;
    }
    if (message.interface === PROPERTIES && message.member === 'Get') {
      const [, name] = message.body as [string, keyof typeof watcherProperties];
      bus.send(Message.newMethodReturn(message, 'v', [watcherProperties[name]]));
      return true;
    }
    if (message.interface === PROPERTIES && message.member === 'GetAll') {
      bus.send(Message.newMethodReturn(message, 'a{sv}', [watcherProperties]));
      return true;
    }
    return false;
  });
  await bus.requestName(WATCHER, 0);

  const current = (): Item => {
    const item = items.at(-1);
    if (item === undefined) throw new Error('no icon is registered');
    return item;
  };
  const readItem = (name: string): Promise<unknown> =>
    readProperty(bus, { ...current(), interface: ITEM }, name);

  async function readMenu(): Promise<readonly MenuLine[]> {
    const layout = await callMenu(bus, current(), 'GetLayout', 'iias', [0, -1, []]);
    return toMenuLine(layout[1] as RawMenuLine).children;
  }

  async function callMenu(
    on: MessageBus,
    item: Item,
    member: string,
    signature: string,
    body: unknown[],
  ): Promise<readonly unknown[]> {
    const path = (await readItem('Menu')) as string;
    const { destination } = item;
    return callMethod(on, { destination, path, interface: MENU, member, signature, body });
  }

  return {
    registrations: () => items.length,
    async waitForIcon(known = 0) {
      await eventually(() => items.length > known || undefined, 'an icon to register');
    },
    async readTooltip() {
      const [, , title] = (await readItem('ToolTip')) as [string, unknown, string, string];
      return title;
    },
    async readIcon() {
      const [pixmap] = (await readItem('IconPixmap')) as [[number, number, Buffer]];
      return pixmap;
    },
    readMenu,
    async click(...labels) {
      // The ids are new with every rebuild of the menu, and a rebuild may come in between.
      await eventually(
        async () => {
          const line = findLine(await readMenu(), labels);
          if (!line.isEnabled) throw new Error(`"${line.label}" cannot be clicked`);
          try {
            const body = [line.id, 'clicked', new Variant('i', 0), 0];
            await callMenu(bus, current(), 'Event', 'isvu', body);
            return true;
          } catch (error) {
            if (error instanceof DBusError) return undefined;
            throw error;
          }
        },
        `a click on ${labels.join(' > ')}`,
      );
    },
    leave() {
      bus.disconnect();
    },
    async activate() {
      const { destination, path } = current();
      await bus.call(
        new Message({
          type: MessageType.METHOD_CALL,
          destination,
          path,
          interface: ITEM,
          member: 'Activate',
          signature: 'ii',
          body: [0, 0],
        }),
      );
    },
  };
}

function findLine(menu: readonly MenuLine[], labels: readonly string[]): MenuLine {
  let lines = menu;
  let found: MenuLine | undefined;
  for (const label of labels) {
    found = lines.find((line) => line.label.includes(label));
    if (found === undefined) throw new Error(`no "${label}" in:\n${toMenuText(lines)}`);
    lines = found.children;
  }
  if (found === undefined) throw new Error('no label was given');
  return found;
}

type RawMenuLine = [number, Record<string, Variant | undefined>, Variant<RawMenuLine>[]];

function toMenuLine([id, properties, children]: RawMenuLine): MenuLine {
  const label: unknown = properties['label']?.value;
  return {
    id,
    // Underscores mark access keys; a doubled one is an underscore.
    label: typeof label === 'string' ? label.replaceAll('__', '_') : '',
    isEnabled: properties['enabled']?.value !== false,
    children: children.map((child) => toMenuLine(child.value)),
  };
}

/** The whole menu as indented text, for reading in a failed test. */
export function toMenuText(lines: readonly MenuLine[], indent = ''): string {
  return lines
    .map((line) => `${indent}${line.label}\n${toMenuText(line.children, `${indent}  `)}`)
    .join('');
}
