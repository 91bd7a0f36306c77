import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createHost } from '../../electron/adapters/create-host.ts';
import { createApp, type App } from '../../electron/app.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { makeFolder, writeSettings } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';

/*
 * Moves whose files are written while history can take nothing, as on a full disk.
 */

const PORT = 61_950;

function aShop() {
  const [folder, project] = [makeFolder(), makeFolder()];
  onTestFinished(() => {
    folder.remove();
    project.remove();
  });
  const env = join(project.path, '.env');
  writeFileSync(env, `PORT=${PORT}\n`);
  writeSettings(folder.path, {
    ...defaultSettings,
    recordOccupancies: false,
    watchedPorts: [
      aWatchedPort({
        port: PORT,
        expectedOwner: { kind: 'project', folder: project.path },
        fallbackPorts: [{ from: PORT + 1, to: PORT + 5 }],
        configTargets: [{ kind: 'dotenv', file: env, key: 'PORT' }],
      }),
    ],
  });
  const history = join(folder.path, 'history.jsonl');
  const journals = join(folder.path, 'move-in-progress.json.d');
  return {
    async start(): Promise<App> {
      const app = createApp(createHost({ userDataFolder: folder.path }));
      onTestFinished(() => app.stop());
      await app.start();
      return app;
    },
    blockHistory: () => mkdirSync(history),
    freeHistory: () => rmSync(history, { recursive: true }),
    countJournals: () => readdirSync(journals).length,
    /** This process plays one run after the other; what it noted is now of one that ended. */
    endRun() {
      for (const name of readdirSync(journals)) {
        const file = join(journals, name);
        const record = JSON.parse(readFileSync(file, 'utf8')) as object;
        writeFileSync(file, JSON.stringify({ ...record, by: { pid: 1, startToken: 'gone' } }));
      }
    },
    readPort: () => Number(/\d+/.exec(readFileSync(env, 'utf8'))?.[0]),
    readKinds: () =>
      [...readFileSync(history, 'utf8').matchAll(/"kind":"(reassign[a-z-]*)"/g)].map(
        ([, kind]) => kind,
      ),
  };
}

async function move(app: App): Promise<void> {
  const planned = await app.handlers['service.plan-reassign']({ watchedPortId: 'web' }, 'popover');
  const order = { token: planned.token, restarts: false };
  const reply = await app.handlers['service.reassign'](order, 'popover');
  expect(reply).toMatchObject({ outcome: { kind: 'reassigned' } });
}

/** A run moved the service while history could not be written, and has ended. */
async function aShopMovedUnrecorded(): Promise<ReturnType<typeof aShop>> {
  const shop = aShop();
  shop.blockHistory();
  const app = await shop.start();
  await move(app);
  await app.stop();
  shop.endRun();
  return shop;
}

async function undo(app: App): Promise<void> {
  const entryId = app.getSnapshot().undoable?.entryId ?? '';
  const outcome = await app.handlers['service.undo-reassign']({ entryId }, 'popover');
  expect(outcome.kind).toBe('undone');
}

const readWatchedPort = (app: App) => app.getSnapshot().watched[0]?.watchedPort.port;

test('a move that history does not take can be taken back after the next start', async () => {
  const shop = await aShopMovedUnrecorded();
  expect(shop.countJournals()).toBe(1);

  // As long as there is no room it stays so.
  const second = await shop.start();
  expect(second.getSnapshot().undoable?.to).toBe(PORT + 1);
  await second.stop();
  expect(shop.countJournals()).toBe(1);

  shop.freeHistory();
  const third = await shop.start();
  await third.stop();
  expect(shop.countJournals()).toBe(0);
  const fourth = await shop.start();
  expect(fourth.getSnapshot().notices).toEqual([]);
  await undo(fourth);
  await fourth.stop();
  expect(shop.readPort()).toBe(PORT);
  expect(readWatchedPort(fourth)).toBe(PORT);
});

test('what history takes again comes after what it did not take before', async () => {
  const shop = await aShopMovedUnrecorded();
  const again = await shop.start();
  shop.freeHistory();
  await undo(again);
  await again.stop();
  expect(shop.readKinds()).toEqual(['reassigned', 'reassign-restarted', 'reassign-undone']);
  expect(shop.countJournals()).toBe(0);
  const last = await shop.start();
  expect(last.getSnapshot().undoable).toBeUndefined();
  expect(readWatchedPort(last)).toBe(PORT);
});
