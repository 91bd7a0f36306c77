import { describe, expect, test } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import type { Mention } from '../../../shared/project.ts';
import { aWatchedPort, someSettings } from '../../support/builders.ts';
import { createFakeMachine } from '../../support/fake-host.ts';

const ENV = '/home/ann/shop/.env';
const CORS = '/home/ann/shop/cors.env';

const aMention: Mention = {
  id: 'cors',
  target: { kind: 'dotenv', file: CORS, key: 'ORIGIN_PORT' },
  line: 1,
  text: 'ORIGIN_PORT=3000',
};

async function start() {
  const watched = aWatchedPort({
    port: 3000,
    expectedOwner: { kind: 'project', folder: '/home/ann/shop' },
    configTargets: [{ kind: 'dotenv', file: ENV, key: 'PORT' }],
  });
  const machine = createFakeMachine(someSettings({ watchedPorts: [watched] }));
  machine.files.set(ENV, 'PORT=3000\n');
  machine.files.set(CORS, 'ORIGIN_PORT=3000\n');
  machine.mentions = [aMention];
  const app = createApp(machine.host);
  await app.start();
  const { handlers } = app;
  return {
    machine,
    handlers,
    find: () => handlers['service.find-mentions']({ watchedPortId: watched.id }, 'popover'),
    plan: (alsoChange?: readonly string[]) =>
      handlers['service.plan-reassign']({ watchedPortId: watched.id, alsoChange }, 'popover'),
  };
}

describe('other lines with the old port', () => {
  test('are found in the project, and none of them is planned by itself', async () => {
    const { find, plan } = await start();
    expect(await find()).toEqual({ mentions: [aMention], unchangeable: 0, isPartial: false });
    const { plan: planned } = await plan();
    expect(planned).toMatchObject({ kind: 'ready', edits: { length: 1 } });
  });

  test('become part of the same move by their ids, which main itself must have told', async () => {
    const { find, plan, handlers, machine } = await start();
    expect((await plan(['cors'])).plan).toMatchObject({ kind: 'ready', edits: { length: 1 } });
    await find();
    const { token, plan: planned } = await plan(['cors', 'unheard-of']);
    if (planned.kind !== 'ready') throw new Error(planned.kind);
    expect(planned.edits.map(({ target }) => target.file)).toEqual([ENV, CORS]);
    await handlers['service.reassign']({ token, restarts: false }, 'popover');
    expect([machine.files.get(ENV), machine.files.get(CORS)]).toEqual([
      `PORT=${planned.to}\n`,
      `ORIGIN_PORT=${planned.to}\n`,
    ]);
  });

  test('stop the whole move where one of them cannot be changed any more', async () => {
    const { find, plan, handlers, machine } = await start();
    await find();
    const { token } = await plan(['cors']);
    machine.files.set(CORS, 'ORIGIN_PORT=9\n');
    const reply = await handlers['service.reassign']({ token, restarts: false }, 'popover');
    expect(reply).toEqual({ kind: 'done', outcome: { kind: 'changed' } });
    expect(machine.files.get(ENV)).toBe('PORT=3000\n');
  });
});
