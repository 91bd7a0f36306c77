import { expect, test } from 'vitest';
import { splitPrograms } from '../../electron/adapters/split-programs.ts';
import type { Owner } from '../../shared/listener.ts';
import { anOwner } from '../support/builders.ts';

const web = anOwner();
const twin = anOwner({ pid: 4002 });
const worker = anOwner({ pid: 4003, command: 'worker', parentPid: 4001 });
const elsewhere = anOwner({ pid: 5001, cwd: '/home/ann/shop', project: '/home/ann/shop' });
const other = anOwner({ pid: 5002, command: 'node other.js' });
const ofInit = (owner: Owner): Owner => ({ ...owner, parentPid: 1 });
const init = anOwner({ pid: 1, name: 'systemd', command: '/sbin/init', parentPid: 0 });

/** The numbers of the sockets that belong together. */
function split(...sockets: readonly (readonly Owner[])[]): readonly (readonly number[])[] {
  return splitPrograms([...sockets.keys()], (number) => sockets[number] ?? []);
}

test.each([
  ['run the same in the same folder', [[web], [twin]]],
  ['started one another', [[web], [worker]]],
  ['were started by one another, the later first', [[worker], [web]]],
  ['share a socket', [[web, other], [other]]],
  ['share sockets by way of a third', [[web], [other], [twin, other]]],
])('processes that %s are one program', (_what, sockets) => {
  const [part, ...others] = split(...sockets);
  expect([part?.length, others]).toEqual([sockets.length, []]);
});

test.each([
  ['run the same in another folder', [[web], [elsewhere]]],
  ['run something else in the same folder', [[web], [other]]],
  ['have nothing in common but init', [[init], [ofInit(web)]]],
])('processes that %s are two programs', (_what, sockets) => {
  expect(split(...sockets)).toEqual([[0], [1]]);
});

test('the sockets of a program stay in their order, and hidden ones come last', () => {
  expect(split([], [web], [elsewhere], [], [twin])).toEqual([[1, 4], [2], [0, 3]]);
});
