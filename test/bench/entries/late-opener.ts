import { createServer, type Server } from 'node:net';

/* A process that has been there for long when it opens a port. */

let server: Server | undefined;

process.on('message', ({ kind }: { readonly kind: 'hello' | 'open' | 'close' }) => {
  const done = (): void => void process.send?.({ kind: 'done' });
  if (kind === 'open') server = createServer().listen(0, '127.0.0.1', done);
  else if (kind === 'close') server?.close(done);
  else done();
});
process.once('disconnect', () => process.exit());
