import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createApp } from '../../electron/app.ts';
import { createSessions } from '../../electron/ipc/sessions.ts';
import { commands, type CommandName } from '../../shared/contract.ts';
import { answerSchema, type RequestName } from '../../shared/coordinator.ts';
import { someSettings } from '../support/builders.ts';
import { createFakeMachine } from '../support/fake-host.ts';
import { aRouter, commandInputs } from '../support/router-under-test.ts';
import { damagedText, damagedValue } from './damage.ts';
import { expectTaken, FUZZING } from './expect-taken.ts';

/*
 * Whatever a window or another program says is served or refused. Neither may find a bug, which
 * would be told as `failed`.
 */

const names = Object.keys(commands) as CommandName[];
const requested = fc
  .constantFrom(...names)
  .chain((name) => damagedValue([commandInputs[name]]).map((input): unknown => ({ name, input })));
const invented = damagedValue([{ name: 'snapshot.read', input: {} }]);

test('a command of a window', FUZZING, () =>
  expectTaken({
    share: 20,
    inputs: fc.oneof({ weight: 5, arbitrary: requested }, { weight: 1, arbitrary: invented }),
    check: async (request) => {
      const { router, failed, refused } = await known;
      failed.length = 0;
      refused.length = 0;
      const reply = await router(request, 'popover');
      expect(failed).toEqual([]);
      expect(refused).toHaveLength(reply.kind === 'refused' ? 1 : 0);
      // It has to survive the way to the window.
      expect(() => JSON.stringify(reply)).not.toThrow();
    },
  }),
);
/** One app for all of them: what one request leaves behind, the next one finds. */
const known = aRouter();

const ASKED: Readonly<Record<RequestName, unknown>> = {
  'status.read': {},
  'settings.reload': {},
  'lease.grant': { name: 'shop', protocols: ['tcp'], term: { kind: 'time', ttlMs: 60_000 } },
  'lease.release': { kind: 'name', name: 'shop' },
  'lease.list': {},
  'health.list': {},
  'hold.take': { watchedPortId: 'web' },
  'hold.let-go': { watchedPortId: 'web' },
  'hold.hand-over': { watchedPortId: 'web' },
  'hold.take-back': { watchedPortId: 'web' },
};
const HELLO = '{"kind":"hello","versions":[1]}';
const lines = Object.entries(ASKED).map(([name, input]) => JSON.stringify({ id: 1, name, input }));
const line = fc.oneof(
  { weight: 3, arbitrary: damagedText([...lines, HELLO]) },
  {
    weight: 3,
    arbitrary: damagedValue(lines.map((text): unknown => JSON.parse(text))).map((value) =>
      JSON.stringify(value),
    ),
  },
);

test('lines of another program', FUZZING, () =>
  expectTaken({
    share: 20,
    inputs: fc.tuple(fc.boolean(), fc.array(line, { minLength: 1, maxLength: 4 })),
    check: async ([saysHello, said]) => {
      const failed: unknown[] = [];
      const peer = { isClosed: false };
      const answers: string[] = [];
      const { app, machine } = await served;
      const sessions = createSessions({
        handlers: app.requests,
        clock: machine.host.clock,
        log: { refused: () => undefined, failed: (_name, error) => failed.push(error) },
      });
      const hear = sessions({
        pid: 7,
        send: (answer) => answers.push(answer),
        close: () => {
          peer.isClosed = true;
        },
      });
      for (const text of saysHello ? [HELLO, ...said] : said) {
        if (!peer.isClosed) await hear(text);
      }
      expect(failed).toEqual([]);
      const isWelcome = answers[0]?.includes('"welcome"') === true;
      // Who has not said hello properly is told nothing else.
      expect(answers.length > 1 && !isWelcome).toBe(false);
      for (const answer of answers.slice(1)) answerSchema.parse(JSON.parse(answer));
    },
  }),
);
const served = serve();

async function serve() {
  const machine = createFakeMachine(someSettings());
  const app = createApp(machine.host);
  await app.start();
  return { app, machine };
}
