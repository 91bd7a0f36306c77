import { expect, test } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import type { FoundPlace } from '../../../shared/project.ts';
import { aListener, anOwner, someSettings } from '../../support/builders.ts';
import { createFakeMachine } from '../../support/fake-host.ts';

async function start(written: number) {
  const machine = createFakeMachine(someSettings({ watchedPorts: [] }));
  machine.listeners = [
    aListener({ port: 3000, owners: [anOwner({ project: '/home/ann/shop' })] }),
    aListener({ port: 9229, owners: [anOwner({ project: '/home/ann/shop' })] }),
    aListener({ port: 5432, owners: [], ownerVisibility: 'hidden' }),
  ];
  const place: FoundPlace = {
    target: { kind: 'dotenv', file: '/home/ann/shop/.env', key: 'PORT' },
    line: 1,
    text: `PORT=${written}`,
    port: written,
    protocol: 'tcp',
    name: 'shop',
    folder: '/home/ann/shop',
  };
  const readPlaces = (folder: string) =>
    Promise.resolve({ kind: 'read', folder, places: [place, place], isPartial: false } as const);
  const { host } = machine;
  const app = createApp({ ...host, projects: { ...host.projects, readPlaces } });
  await app.start();
  return app;
}

test('what runs where the files of its project say so could be watched', async () => {
  const app = await start(3000);
  const { ports } = await app.imports.planRunning();
  expect(ports.map(({ watchedPort }) => [watchedPort.port, watchedPort.expectedOwner])).toEqual([
    [3000, { kind: 'project', folder: '/home/ann/shop' }],
  ]);
  expect(ports[0]?.places).toHaveLength(1);
});

test('a port that is only written somewhere is none that runs', async () => {
  const app = await start(4000);
  expect(await app.imports.planRunning()).toEqual({ ports: [] });
});

test('the first start is one, once, and not where something is watched already', async () => {
  const fresh = createFakeMachine(someSettings({ isWelcomed: false, watchedPorts: [] }));
  const app = createApp(fresh.host);
  await app.start();
  expect([app.isFirstStart(), app.isFirstStart()]).toEqual([true, false]);
  const used = createApp(createFakeMachine(someSettings({ isWelcomed: false })).host);
  await used.start();
  expect(used.isFirstStart()).toBe(false);
});
