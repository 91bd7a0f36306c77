import { createServer, type Server } from 'node:net';

/*
 * Listeners that come and go, so many a second, until the channel closes. Each one that goes makes
 * room for one that comes.
 */

const KEPT = 25;
const open: Server[] = [];

function turnOver(): void {
  open.push(createServer().listen(0, '127.0.0.1'));
  if (open.length > KEPT) open.shift()?.close();
}

process.on('message', ({ perSecond }: { readonly perSecond: number }) => {
  // One that goes and one that comes are two changes.
  setInterval(turnOver, 2000 / perSecond);
  process.send?.({ kind: 'done' });
});
process.once('disconnect', () => process.exit());
