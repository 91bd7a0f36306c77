import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { bindSocket } from '../../electron/adapters/bind-socket.ts';

test('who connects to a port that is only kept is reset, and told nothing', async () => {
  const held = await bindSocket('tcp', '127.0.0.1', 0);
  if (held.kind === 'refused') throw new Error('no port could be bound');
  const heard = await new Promise<string>((resolve) => {
    const socket = connect(held.port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\n\r\n'));
    socket.once('data', () => resolve('an answer'));
    socket.once('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? 'an error'));
    socket.once('end', () => resolve('an end'));
  });
  await held.release();
  expect(heard).toBe('ECONNRESET');
});
