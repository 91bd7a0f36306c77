import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Message, MessageType, sessionBus, type MessageBus, type Variant } from 'dbus-next';

/** A session bus of the test's own, so that tests do not see each other's trays. */
export interface TestBus {
  readonly address: string;
  /** A new connection; closed with the bus. */
  connect(): MessageBus;
  /** Ends it, if a test has not done so already. */
  stop(): Promise<void>;
}

/** A session bus that other accounts may join too, so that a test can watch a normal user's app. */
const BUS_CONFIG = `<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>`;

/** Starts a `dbus-daemon` and waits until it listens. */
export async function startSessionBus(): Promise<TestBus> {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-bus-'));
  const config = join(folder, 'session.conf');
  writeFileSync(config, BUS_CONFIG);
  const daemon = spawn(
    'dbus-daemon',
    [`--config-file=${config}`, '--nofork', '--print-address=1'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const ended = new Promise<void>((resolve) => {
    daemon.once('exit', () => {
      resolve();
    });
  });
  const address = await new Promise<string>((resolve, reject) => {
    daemon.once('error', reject);
    createInterface({ input: daemon.stdout }).once('line', resolve);
  });
  const connections: MessageBus[] = [];
  return {
    address,
    connect() {
      const bus = sessionBus({ busAddress: address });
      // The daemon may go first when a test ends.
      bus.on('error', () => undefined);
      connections.push(bus);
      return bus;
    },
    async stop() {
      for (const bus of connections) bus.disconnect();
      daemon.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: unknown[];
}

/** Calls a method and returns the body of its answer. */
export async function callMethod(bus: MessageBus, call: BusCall): Promise<readonly unknown[]> {
  const reply = await bus.call(
    new Message({ type: MessageType.METHOD_CALL, signature: '', body: [], ...call }),
  );
  return reply?.body ?? [];
}

/** Reads one property of an object. */
export async function readProperty(
  bus: MessageBus,
  object: Pick<BusCall, 'destination' | 'path' | 'interface'>,
  name: string,
): Promise<unknown> {
  const [variant] = await callMethod(bus, {
    destination: object.destination,
    path: object.path,
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    signature: 'ss',
    body: [object.interface, name],
  });
  return (variant as Variant | undefined)?.value;
}
