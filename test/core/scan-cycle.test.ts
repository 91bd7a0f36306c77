import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../electron/app.ts';
import { watchPorts } from '../../electron/command/watch.ts';
import { readOnce } from '../../electron/core/read-once.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import {
  aContainer,
  aForwarder,
  aHiddenListener,
  aListener,
  aWatchedPort,
  someSettings,
} from '../support/builders.ts';
import { createFakeMachine, type FakeMachine } from '../support/fake-host.ts';

/*
 * The app, `portreeve watch` and the commands that look once, on one machine.
 */

const container = aContainer();
const forwarded = aListener({
  owners: [aForwarder()],
});
const { expectedOwner: shop } = aWatchedPort();
const shopWeb = { kind: 'container', name: 'shop-web-1' } as const;

async function lookAsApp(machine: FakeMachine): Promise<Snapshot> {
  const app = createApp(machine.host);
  onTestFinished(() => app.stop());
  await app.start();
  await machine.clock.advance(5000);
  return app.getSnapshot();
}

async function lookAsWatch(machine: FakeMachine): Promise<Snapshot | undefined> {
  let last: Snapshot | undefined;
  const watching = await watchPorts(machine.host, {
    intervalMs: undefined,
    select: (listeners) => listeners,
    onChange({ snapshot }) {
      last = snapshot;
    },
  });
  onTestFinished(() => watching.stop());
  await machine.clock.advance(5000);
  return last;
}

async function lookOnce(machine: FakeMachine): Promise<Snapshot | undefined> {
  const reading = readOnce(machine.host);
  await machine.clock.advance(5000);
  const once = await reading;
  return once.kind === 'read' ? once.snapshot : undefined;
}

/** Port 3000 is below those that this account may bind. */
const limits = {
  ephemeral: { from: 32_768, to: 60_999 },
  reserved: [],
  unprivilegedFrom: 4000,
};

test.each([
  ['an expected container', [forwarded], shopWeb, 'expected'],
  ['an expected container behind a hidden forwarder', [aHiddenListener()], shopWeb, 'expected'],
  ['a container in the place of another service', [forwarded], shop, 'squatted'],
  ['a port that the account may not bind', [], shop, 'reserved'],
])('%s is judged alike by all who look', async (_what, listeners, expectedOwner, judgement) => {
  const watchedPorts = [aWatchedPort({ expectedOwner })];
  const judgements = await Promise.all(
    [lookAsApp, lookAsWatch, lookOnce].map(async (look) => {
      const machine = createFakeMachine(someSettings({ watchedPorts }));
      Object.assign(machine, { listeners, limits, container: { kind: 'found', container } });
      const snapshot = await look(machine);
      const verdict = snapshot?.watched[0]?.verdict;
      return {
        judgement: verdict?.kind === 'conflict' ? verdict.conflict : verdict?.kind,
        containers: snapshot?.listeners.map((listener) => listener.container?.name),
      };
    }),
  );
  const alike = { judgement, containers: listeners.map(() => 'shop-web-1') };
  expect(judgements).toEqual([alike, alike, alike]);
});
