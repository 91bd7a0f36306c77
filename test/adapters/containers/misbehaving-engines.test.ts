import { chmodSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createContainers } from '../../../electron/adapters/containers/containers.ts';
import { eventually } from '../../support/eventually.ts';
import { asNobody, canActAsNobody, makeFolder } from '../surroundings.ts';
import {
  ASKED_MS,
  docker,
  empty,
  find,
  hasUnixSockets,
  leaveSocket,
  play,
  playRaw,
  question,
  SILENT_MS,
  unknown,
  web,
} from './engines.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

/** How an engine, or whatever else listens there, may misbehave once it is asked. */
const misbehaviours: readonly [string, string, (socket: Socket) => void][] = [
  ['that accepts and never answers', 'timed-out', () => undefined],
  ['that hangs after its headers', 'timed-out', (socket) => socket.write(`${HEAD}\r\n[`)],
  ['that hangs within its headers', 'timed-out', (socket) => socket.write(HEAD)],
  ['that drips without end', 'timed-out', drip],
  ['that promises forever to continue', 'timed-out', promiseForever],
  ['that sends 100 MB', 'unreadable', flood],
  ['that closes at once', 'unreadable', (socket) => socket.end()],
  ['that resets the connection', 'unreadable', (socket) => socket.destroy()],
  ['that speaks something else', 'unreadable', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
  ['that sends headers without end', 'unreadable', (socket) => flood(socket, HEAD)],
  [
    'that breaks off in the middle',
    'unreadable',
    (socket) => socket.end(`${HEAD}Content-Length: 100\r\n\r\n[`),
  ],
  [
    'that wants another protocol',
    'unreadable',
    (socket) =>
      socket.write('HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'),
  ],
  [
    'that is a web page',
    'unreadable',
    (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n<html></html>'),
  ],
  [
    'that knows no containers',
    'unreadable',
    (socket) => socket.end('HTTP/1.1 404 Not Found\r\n\r\n'),
  ],
  [
    'that is out of order',
    'unreadable',
    (socket) => socket.end('HTTP/1.1 500 Error\r\n\r\n{"message":"broken"}'),
  ],
  [
    'that lets only some people in',
    'not-permitted',
    (socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'),
  ],
];

function drip(socket: Socket): void {
  socket.write(`${HEAD}\r\n[`);
  const timer = setInterval(() => socket.write(' '), 20);
  socket.on('close', () => {
    clearInterval(timer);
  });
}

function promiseForever(socket: Socket): void {
  const timer = setInterval(() => socket.write('HTTP/1.1 100 Continue\r\n\r\n'), 20);
  socket.on('close', () => {
    clearInterval(timer);
  });
}

function flood(socket: Socket, head = `${HEAD}\r\n[`): void {
  socket.write(head);
  const chunk = Buffer.alloc(1024 * 1024, ' ');
  let left = 100;
  const send = (): void => {
    while (left > 0 && !socket.destroyed) {
      left -= 1;
      if (!socket.write(chunk)) return;
    }
  };
  socket.on('drain', send);
  send();
}

const countTimers = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

describe.skipIf(!hasUnixSockets)('an engine', () => {
  test.each(misbehaviours)('%s is %s, and nothing stays open', async (_, reason, misbehave) => {
    const socket = await playRaw((connection) => {
      connection.once('data', () => {
        misbehave(connection);
      });
    });
    const answerWithinMs = reason === 'timed-out' ? SILENT_MS : ASKED_MS;
    expect(await find([socket.path], {}, answerWithinMs)).toEqual(unknown(reason));
    await socket.waitForQuiet();
    const containers = createContainers({ sockets: [socket.path], answerWithinMs });
    expect(await containers.stop(web, 0)).toMatchObject({ kind: 'failed' });
    await socket.waitForQuiet();
  });

  test('that answers at once leaves no timer behind', async () => {
    const { path } = await play(docker);
    const before = countTimers();
    const containers = createContainers({ sockets: [path], answerWithinMs: 600_000 });
    await Promise.all(Array.from({ length: 20 }, () => containers.find(question)));
    await eventually(() => countTimers() <= before || undefined, 'the timers to end');
    expect(await containers.find(question)).toMatchObject({ kind: 'found' });
  });

  test('that ended and left its socket file is not running', async () => {
    expect(await find([leaveSocket()])).toEqual(unknown('not-running'));
    expect(await find([makeFolder()])).toEqual(unknown('not-running'));
  });

  test.skipIf(!canActAsNobody)('that a person may not ask is not permitted', async () => {
    const { path } = await play(docker);
    chmodSync(dirname(path), 0o755);
    chmodSync(path, 0o600);
    expect(await asNobody([], () => find([path]))).toEqual(unknown('not-permitted'));
    chmodSync(dirname(path), 0o700);
    expect(await asNobody([], () => find([path]))).toEqual(unknown('not-permitted'));
  });

  test('cannot be at a path that is too long for a socket', async () => {
    const long = join(makeFolder(), 'x'.repeat(200));
    writeFileSync(long.slice(0, 107), '');
    expect(await find([long, (await play(empty)).path])).toEqual({ kind: 'none' });
  });
});
