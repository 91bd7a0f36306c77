import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/* Holds established connections to itself. */

/** Fewer than a listener's queue takes. */
const AT_ONCE = 250;

async function connectMany(count: number): Promise<void> {
  const accepted: Socket[] = [];
  const server = createServer((socket) => accepted.push(socket)).listen(0, '127.0.0.1');
  await new Promise((resolve) => {
    server.once('listening', resolve);
  });
  const { port } = server.address() as AddressInfo;
  for (let made = 0; made < count; made += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, count - made) }, () => open(port));
    await Promise.all(batch);
  }
  while (accepted.length < count) {
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
  // Its listener is not one of the workload's.
  server.close();
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

process.on('message', ({ count }: { readonly count: number }) => {
  connectMany(count).then(
    () => process.send?.({ kind: 'done' }),
    (error: unknown) => process.send?.({ kind: 'failed', reason: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
