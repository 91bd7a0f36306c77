import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createHealthProber } from '../../../electron/adapters/health/health-prober.ts';
import type { Probe } from '../../../shared/health.ts';
import { aProbe } from '../../support/builders.ts';

/* Real servers on the loopback, well behaved and not. */

const prober = createHealthProber();

async function listen(server: Server, address: string): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => undefined);
    sockets.add(socket);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A server that speaks HTTP as it should. */
const serveHttp = (answer: RequestListener, address = '127.0.0.1') =>
  listen(createServer(answer), address);

/** A server that does as it likes with each connection. */
const serve = (greet: (socket: Socket) => void, address = '127.0.0.1') =>
  listen(createTcpServer(greet), address);

const ask = (port: number, facts: Parameters<typeof aProbe>[0] = {}, address = '127.0.0.1') =>
  prober.probe({ address, port }, aProbe({ timeoutMs: 2000, ...facts }));

const tcp: Probe = {
  kind: 'tcp',
  timeoutMs: 2000,
  intervalS: 10,
  failureThreshold: 3,
  recoveryThreshold: 2,
  onDown: 'note',
};

/** The connections with this local port that are in TIME_WAIT. */
const countTimeWaits = (port: number): number => {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return ['tcp', 'tcp6']
    .flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').split('\n'))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, address = '', , state]) => address.endsWith(local) && state === '06').length;
};

test('a good answer is told with its status and the time that it took', async () => {
  const port = await serveHttp((_request, response) => response.end('fine'));
  const result = await ask(port);
  expect(result).toEqual({ kind: 'answered', status: 200, latencyMs: expect.any(Number) });
});

test('the request is what was asked for: path, headers, no connection that is kept', async () => {
  const seen: unknown[] = [];
  const port = await serveHttp(({ method, url, headers }, response) => {
    seen.push({ method, url, headers });
    response.end();
  });
  await ask(port, { path: '/up?deep=1', headers: [{ name: 'X-Key', value: 'a b' }] });
  await ask(port, { headers: [{ name: 'host', value: 'shop.test' }] });
  expect(seen).toEqual([
    {
      method: 'GET',
      url: '/up?deep=1',
      headers: {
        host: `localhost:${port}`,
        'user-agent': 'Portreeve',
        accept: '*/*',
        'x-key': 'a b',
        connection: 'close',
      },
    },
    { method: 'GET', url: '/health', headers: expect.objectContaining({ host: 'shop.test' }) },
  ]);
});

test('the accepted statuses are a range with both ends', async () => {
  let status = 200;
  const port = await serveHttp((_request, response) => response.writeHead(status).end());
  const range = { status: { from: 204, to: 404 } };
  const outcomes: unknown[] = [];
  for (status of [200, 204, 404, 405]) outcomes.push(await ask(port, range));
  expect(outcomes).toEqual([
    { kind: 'failed', failure: { kind: 'wrong-status', status: 200 } },
    expect.objectContaining({ kind: 'answered', status: 204 }),
    expect.objectContaining({ kind: 'answered', status: 404 }),
    { kind: 'failed', failure: { kind: 'wrong-status', status: 405 } },
  ]);
});

test('a redirect is an answer like any other, and nobody goes where it points', async () => {
  let visits = 0;
  const elsewhere = await serveHttp((_request, response) => {
    visits += 1;
    response.end();
  });
  const port = await serveHttp((_request, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${elsewhere}/` }).end(),
  );
  expect(await ask(port)).toMatchObject({ kind: 'answered', status: 302 });
  expect(visits).toBe(0);
});

test('an answer that only announces another is passed over', async () => {
  const port = await serve((socket) =>
    socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'),
  );
  expect(await ask(port)).toMatchObject({ kind: 'answered', status: 200 });
});

test.each<[string, (socket: Socket) => void, object]>([
  ['that never answers', () => undefined, { kind: 'timed-out' }],
  [
    'that begins an answer and hangs',
    (socket) => socket.write('HTTP/1.1 200 O'),
    { kind: 'timed-out' },
  ],
  ['that resets the connection', (socket) => socket.resetAndDestroy(), { kind: 'closed' }],
  ['that closes it at once', (socket) => socket.end(), { kind: 'closed' }],
  ['that speaks something else', (socket) => socket.write('SSH-2.0-x\r\n'), { kind: 'not-http' }],
  [
    'with a status of its own',
    (socket) => socket.write('HTTP/1.1 999 No\r\n\r\n'),
    { kind: 'not-http' },
  ],
])('a server %s has failed, and is told apart', async (_what, greet, failure) => {
  const port = await serve(greet);
  expect(await ask(port, { timeoutMs: 400 })).toEqual({ kind: 'failed', failure });
});

test('a head that does not end is not read on for ever', async () => {
  let sent = 0;
  const port = await serve((socket) => {
    const line = `x: ${'y'.repeat(4000)}\r\n`;
    const go = (): void => {
      if (socket.destroyed || sent > 50 << 20) return;
      sent += line.length;
      socket.write(line, go);
    };
    socket.write('HTTP/1.1 200 OK\r\n', go);
  });
  expect(await ask(port)).toEqual({ kind: 'failed', failure: { kind: 'too-long' } });
  expect(sent).toBeLessThan(20 << 20);
});

test('of a huge body no more than a little is read', async () => {
  let sent = 0;
  const port = await serve((socket) => {
    const part = Buffer.alloc(64 * 1024);
    const go = (): void => {
      if (socket.destroyed || sent > 500 << 20) return;
      sent += part.length;
      socket.write(part, go);
    };
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9000000000\r\n\r\n', go);
  });
  expect(await ask(port)).toMatchObject({ kind: 'answered', status: 200 });
  expect(sent).toBeLessThan(50 << 20);
});

test('a slow answer within the timeout is a good one, and its time is told', async () => {
  const port = await serveHttp((_request, response) => setTimeout(() => response.end(), 300));
  const result = await ask(port);
  expect(result.kind === 'answered' && result.latencyMs).toBeGreaterThan(250);
});

test('nobody there is a refusal, by either protocol', async () => {
  const port = await serve(() => undefined);
  const gone = createTcpServer();
  const free = await listen(gone, '127.0.0.1');
  await new Promise((resolve) => gone.close(resolve));
  const refused = { kind: 'failed', failure: { kind: 'refused' } };
  expect(await ask(free)).toEqual(refused);
  expect(await prober.probe({ address: '127.0.0.1', port: free }, tcp)).toEqual(refused);
  expect(await prober.probe({ address: '127.0.0.1', port }, tcp)).toMatchObject({
    kind: 'answered',
  });
});

test('a server on IPv6 alone is asked there', async () => {
  const port = await serveHttp((_request, response) => response.end(), '::1');
  expect(await ask(port, {}, '::1')).toMatchObject({ kind: 'answered', status: 200 });
  expect(await prober.probe({ address: '::1', port }, tcp)).toMatchObject({ kind: 'answered' });
});

test('a name is never looked up', async () => {
  const result = await ask(80, {}, 'localhost');
  expect(result).toEqual({ kind: 'failed', failure: { kind: 'unreachable' } });
});

test.skipIf(process.platform !== 'linux')(
  'many probes leave no connection behind on the port of the service',
  async () => {
    const port = await serveHttp((_request, response) => response.end('x'.repeat(5000)));
    const bare = await serve((socket) => socket.resume());
    for (let turn = 0; turn < 30; turn += 1) {
      await ask(port);
      await prober.probe({ address: '127.0.0.1', port: bare }, tcp);
    }
    expect([countTimeWaits(port), countTimeWaits(bare)]).toEqual([0, 0]);
  },
);

test.each<[string, Probe]>([
  ['connected to', tcp],
  ['asked what it does not understand', aProbe({ timeoutMs: 300 })],
])('a server that is %s hears of no reset, which could end it', async (_how, probe) => {
  const troubles: unknown[] = [];
  let ended = 0;
  const port = await serve((socket) => {
    socket.on('error', (error) => troubles.push(error));
    socket.on('close', () => (ended += 1));
    socket.resume();
  });
  for (let turn = 0; turn < 5; turn += 1) {
    await prober.probe({ address: '127.0.0.1', port }, probe);
  }
  await expect.poll(() => ended).toBe(5);
  expect(troubles).toEqual([]);
});
