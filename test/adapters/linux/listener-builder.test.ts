import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FoundSocket } from '../../../electron/adapters/linux/sockets/found-socket.ts';
import { createPace, type Pace } from '../../../electron/adapters/linux/proc/pace.ts';
import { PROC_NET_TABLES } from '../../../electron/adapters/linux/sockets/read-proc-net.ts';
import { createListenerBuilder } from '../../../electron/adapters/linux/listeners/listener-builder.ts';
import type { Listener, Owner } from '../../../shared/listener.ts';

const INODES = 21;

/** A socket for each number: some share a port, some an address, some an account. */
const sockets = Array.from({ length: 24 }, (_, number): FoundSocket => {
  const table = PROC_NET_TABLES[number % 4];
  if (table === undefined) throw new Error('there is no such table');
  const isV6Only = table.family === 4 || number < 8 ? undefined : number % 3 === 0;
  return {
    table,
    row: {
      address: table.family === 4 ? '127.0.0.1' : '::',
      port: 3000 + (number % 5),
      uid: 1000 + (number % 2),
      /** Some are told for several sockets. */
      inode: 90 + (number % INODES),
      ...(isV6Only === undefined ? {} : { isV6Only }),
    },
  };
});

const owners = Array.from({ length: 4 }, (_, number): Owner => ({
  identity: { pid: 100 + number, startToken: '1' },
  name: `owner ${number}`,
  command: '',
  user: 'somebody',
  parentPid: 1,
}));

/** What is there at one time: sockets in the order that the kernel tells, their owners, names. */
interface Moment {
  readonly listed: readonly number[];
  /** For each inode. */
  readonly ownersOf: readonly (readonly Owner[])[];
  readonly isRenamed: boolean;
}

/** What becomes of a moment: mostly little changes. */
const change = fc.record({
  /** One may be told twice, where a table is read in parts. */
  listed: fc.option(fc.array(fc.nat(sockets.length - 1))),
  owned: fc.array(fc.tuple(fc.nat(INODES - 1), fc.subarray(owners)), { maxLength: 3 }),
  isRenamed: fc.boolean(),
});

const START: Moment = {
  listed: [...sockets.keys()],
  ownersOf: Array.from({ length: INODES }, () => owners.slice(0, 1)),
  isRenamed: false,
};

const moments = fc.array(change, { minLength: 2, maxLength: 6 }).map((changes) => {
  let moment = START;
  return changes.map(({ listed, owned, isRenamed }): Moment => {
    const ownersOf = [...moment.ownersOf];
    for (const [number, own] of owned) ownersOf[number] = own;
    moment = { listed: listed ?? moment.listed, ownersOf, isRenamed };
    return moment;
  });
});

test('a builder that remembers tells what one tells that starts anew', async () => {
  await fc.assert(
    fc.asyncProperty(moments, async (all) => {
      const builder = createListenerBuilder();
      let before: readonly Listener[] = [];
      let last: Moment | undefined;
      for (const each of all) {
        const listeners = await build(builder, each, last);
        last = each;
        expect(listeners).toEqual(await build(createListenerBuilder(), each));
        const texts = new Map(before.map((listener) => [JSON.stringify(listener), listener]));
        const rebuilt = listeners.filter((listener) => {
          const last = texts.get(JSON.stringify(listener));
          return last !== undefined && last !== listener;
        });
        expect(rebuilt).toEqual([]);
        before = listeners;
      }
    }),
    { numRuns: 500 },
  );
});

test('what could not be built in time is built whole the next time', async () => {
  const builder = createListenerBuilder();
  const few = { ...START, listed: [0, 1, 2, 3] };
  const first = await build(builder, few);
  const hurried: Pace = {
    isDue: () => true,
    isDueAt: (step) => step > 10,
    pause: () => Promise.resolve('overdue'),
  };
  expect(await builder.build(sockets, toSources(START), hurried)).toBe(undefined);
  const next = await build(builder, START, few);
  expect(next).toEqual(await build(createListenerBuilder(), START));
  expect(next.length).toBeGreaterThan(first.length);
});

/** Listeners of two programs, of which each holds one of these sockets. */
async function buildShared(interfaces: readonly (number | undefined)[]) {
  const row = { address: '0.0.0.0', port: 3000, uid: 1000 };
  const table = PROC_NET_TABLES[0];
  if (table === undefined) throw new Error('there is no such table');
  const shared = interfaces.map((interfaceIndex, number) => ({
    table,
    row: { ...row, inode: 90 + number, ...(interfaceIndex !== undefined && { interfaceIndex }) },
  }));
  const ownersOf = shared.map((_found, number) => owners.slice(number, number + 1));
  const sources = toSources({ ...START, ownersOf });
  const listeners = await createListenerBuilder().build(
    shared,
    sources,
    createPace(now, 1000, 60_000),
  );
  return listeners?.map(({ key, sockets }) => [key, sockets]);
}

test('what programs share is a listener each, unless each is bound to an interface', async () => {
  expect(await buildShared([undefined, undefined])).toEqual([
    ['tcp4|0.0.0.0|3000|user 1000', ['90']],
    ['tcp4|0.0.0.0|3000|user 1000|91', ['91']],
  ]);
  expect(await buildShared([1, 2])).toEqual([['tcp4|0.0.0.0|3000|user 1000', ['90', '91']]]);
});

const now = (): number => performance.now();

/** `last` is what the builder built before. */
function toSources({ ownersOf, isRenamed }: Moment, last?: Moment) {
  const pairs = ownersOf.map((own, number) => [90 + number, own] as const);
  const changed = pairs.filter(([, own], number) => {
    const before = last?.ownersOf[number] ?? [];
    return before.length !== own.length || own.some((owner, index) => owner !== before[index]);
  });
  return {
    owners: new Map(pairs.filter(([, own]) => own.length > 0)),
    changed: last?.isRenamed === isRenamed ? new Set(changed.map(([inode]) => inode)) : undefined,
    toUserName: (uid: number) => (isRenamed && uid === 1000 ? 'renamed' : `user ${uid}`),
  };
}

async function build(
  builder: ReturnType<typeof createListenerBuilder>,
  each: Moment,
  last?: Moment,
): Promise<readonly Listener[]> {
  const listed = each.listed.flatMap((number) => sockets[number] ?? []);
  const pace = createPace(now, 1000, 60_000);
  const listeners = await builder.build(listed, toSources(each, last), pace);
  if (listeners === undefined) throw new Error('time was up');
  return listeners;
}
