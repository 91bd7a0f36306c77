import { execFile, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Settings } from '../../shared/settings.ts';
import type { OwnerRule } from '../../shared/watched-port.ts';
import { runPortreeve } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { BUSYBOX, findObstacle } from '../support/docker-daemon.ts';
import { IMAGE, startDockerEngine, type DockerEngine } from '../support/docker-engine.ts';
import { eventually } from '../support/eventually.ts';
import { findBarriers, takePicture } from '../support/page-looks.ts';
import { isRunning } from '../support/program.ts';
import { isReachable } from '../support/squatter.ts';

/*
 * The real app beside a real Docker engine. The last tests end the engine.
 */

/** Apart from those of the same tests in another run. */
const PORT = 63_500 + (process.pid % 100) * 2;
const OTHER_PORT = PORT + 1;
const NAME = 'shop-web-1';

let obstacle = findObstacle();
let engine: DockerEngine;
let env: Readonly<Record<string, string>>;
let desk: Desk;
const cleanups: (() => void | Promise<void>)[] = [];

beforeAll(async () => {
  if (obstacle !== undefined) return;
  try {
    engine = await startDockerEngine();
  } catch (error) {
    obstacle = String(error);
    return;
  }
  env = { DOCKER_HOST: `unix://${engine.socketPath}` };
}, 120_000);
afterAll(async () => {
  if (obstacle === undefined) await engine.stop();
});

beforeEach(async ({ skip }) => {
  if (obstacle !== undefined) skip(obstacle);
  desk = await openDesk();
});
afterEach(async () => {
  if (obstacle !== undefined) return;
  for (const clean of cleanups.splice(0)) await clean();
  await desk.close();
});

/** Starts the container that has the watched port. */
async function runWeb(): Promise<void> {
  const id = await engine.run({
    name: NAME,
    command: ['httpd', '-f', '-p', '80'],
    labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' },
    restartPolicy: 'unless-stopped',
    ports: { '80/tcp': [['127.0.0.1', PORT]] },
  });
  cleanups.push(() => engine.remove(id));
  await eventually(async () => (await isReachable(PORT)) || undefined, 'the container to listen');
}

function start(expectedOwner?: OwnerRule, changes: Partial<Settings> = {}) {
  const shop: OwnerRule = { kind: 'project', folder: desk.makeProject('shop') };
  const base = aWatchedPort({ fallbackPorts: [], configTargets: [], expectedOwner: shop });
  const web = { ...base, port: PORT, expectedOwner: expectedOwner ?? shop };
  const api = { ...base, id: 'api', name: 'api', port: OTHER_PORT };
  return desk.start({ graceMs: 1000, watchedPorts: [web, api], ...changes }, env);
}

/** A program of the test itself on the other watched port. */
async function takeOtherPort(): Promise<void> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(OTHER_PORT, '127.0.0.1', resolve);
  });
  cleanups.push(() => {
    server.close();
  });
}

interface Listed {
  readonly ownerVisibility: string;
  readonly owners: readonly { readonly pid: number; readonly name: string }[];
  readonly container: { readonly name: string } | null;
}

async function list(): Promise<readonly Listed[]> {
  const { stdout } = await runPortreeve(['list', '--json', '--port', String(PORT)], env);
  return (JSON.parse(stdout) as { listeners: readonly Listed[] }).listeners;
}

const openCard = async (): Promise<Page> => {
  const page = await desk.openPopover();
  await page.locator('.card').getByText(NAME).first().waitFor();
  return page;
};

describe('the command', () => {
  test('names the container behind a port', async () => {
    await runWeb();
    expect(await list()).toMatchObject([
      {
        owners: [{ name: 'docker-proxy' }],
        container: {
          engine: 'docker',
          name: NAME,
          image: IMAGE,
          composeProject: 'shop',
          composeService: 'web',
          privatePort: 80,
        },
      },
    ]);
    const why = await runPortreeve(['why', String(PORT)], env);
    expect(why.stdout).toContain(NAME);
    expect(why.stdout).toContain(IMAGE);
    expect(why.stdout).toContain('shop');
  });

  test('names it to an ordinary account too, from which its forwarder is hidden', async ({
    skip,
  }) => {
    await runWeb();
    const folder = dirname(engine.socketPath);
    chmodSync(folder, 0o711);
    chmodSync(engine.socketPath, 0o666);
    const stdout = await new Promise<string | undefined>((resolve) => {
      const args = ['dist/cli.js', 'list', '--json', '--port', String(PORT)];
      const account = { uid: 65_534, gid: 65_534 };
      const home = { HOME: '/', XDG_CONFIG_HOME: '/nonexistent' };
      const options = { ...account, env: { ...process.env, ...home, ...env } };
      execFile(process.execPath, args, options, (error, printed) => {
        resolve(error === null ? printed : undefined);
      });
    });
    if (stdout === undefined) return skip('another account cannot run the command here');
    const { listeners } = JSON.parse(stdout) as { listeners: readonly Listed[] };
    expect(listeners).toMatchObject([
      { ownerVisibility: 'hidden', owners: [], container: { name: NAME } },
    ]);
  });
});

describe('the tray', () => {
  test('names the container in the conflict, and one click stops it', async () => {
    await runWeb();
    await start();
    const [listed] = await list();
    const proxy = listed?.owners[0]?.pid ?? 0;
    const menu = await desk.waitForMenu(`Stop the container ${NAME}`);
    expect(menu).toContain(`${PORT}, web: held by container ${NAME} (${IMAGE}), expected`);
    expect(menu).toContain(`Accept ${NAME} as an owner`);
    expect(menu).not.toContain('docker-proxy');
    await desk.tray.click(`${PORT}, web`, `Stop the container ${NAME}`);
    const told = await desk.waitForNotification(/is free/);
    expect(told.title).toBe(`Port ${PORT}`);
    expect(told.body).toMatch(/^Port \d+ is free, \d+ ms after the container was told to stop\.$/);
    expect([isRunning(proxy), await isReachable(PORT)]).toEqual([false, false]);
    await desk.waitForTooltip('All ports as expected');
  });

  test('takes a container that was accepted for the right one, also when it is made anew', async () => {
    await runWeb();
    await start();
    await desk.waitForMenu(`Accept ${NAME} as an owner`);
    await desk.tray.click(`${PORT}, web`, `Accept ${NAME}`);
    await desk.waitForMenu(`${PORT}, web: as expected`);
    const accepted = { kind: 'container', name: 'shop/web' };
    await eventually(
      () => isEqual(readAccepted(), [accepted]) || undefined,
      'the rule to be saved',
    );
    for (const clean of cleanups.splice(0)) await clean();
    await desk.waitForMenu(`${PORT}, web: free`);
    await runWeb();
    await desk.waitForMenu(`${PORT}, web: as expected`);
    expect(desk.notifications.shown.map(({ body }) => body)).toHaveLength(1);
  });
});

const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function readAccepted(): unknown {
  const text = readFileSync(join(desk.dataFolder, 'settings.json'), 'utf8');
  return (JSON.parse(text) as Settings).watchedPorts[0]?.acceptedOwners;
}

describe('the popover', () => {
  test.each(['light', 'dark'] as const)(
    'shows the container in place of what forwards its port, in %s',
    async (theme) => {
      await runWeb();
      await start(undefined, { theme });
      const page = await openCard();
      const card = page.locator('.card');
      expect(await card.innerText()).toContain(`Held by container ${NAME} (${IMAGE})`);
      expect(await card.innerText()).not.toContain('docker-proxy');
      expect(await findBarriers(page)).toEqual([]);
      await takePicture(page, `container-card-${theme}`);

      await page.getByRole('search').getByRole('textbox').fill('shop/web');
      const row = page.getByRole('row').filter({ hasText: String(PORT) });
      await row.click();
      expect(await row.innerText()).toContain(`${NAME} ${IMAGE} · shop/web`);
      await page
        .locator('.details')
        .getByRole('button', { name: `Stop ${NAME}` })
        .waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await takePicture(page, `container-row-${theme}`);
    },
  );

  test('offers to stop it or to restart it, and does what is chosen', async () => {
    await runWeb();
    await start();
    const page = await openCard();
    await page
      .getByRole('button', { name: `Stop ${NAME}` })
      .first()
      .click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText(`Stop the container ${NAME}`).waitFor();
    expect(await dialog.innerText()).toContain(IMAGE);
    await takePicture(page, 'container-plan');
    const [before] = await list();
    await dialog.getByText(`Restart the container ${NAME}`).click();
    await dialog.getByRole('button', { name: `Restart ${NAME}` }).click();
    await page.getByText(`${NAME} runs again`).first().waitFor();
    const [after] = await list();
    expect(after?.container?.name).toBe(NAME);
    expect(after?.owners[0]?.pid).not.toBe(before?.owners[0]?.pid);

    await page
      .getByRole('button', { name: `Stop ${NAME}` })
      .first()
      .click();
    await dialog.getByRole('button', { name: `Stop ${NAME}` }).click();
    await page
      .getByText(/is free, \d+ ms after the container was told to stop\./)
      .first()
      .waitFor();
    expect(await isReachable(PORT)).toBe(false);
  });
});

describe('an engine that is frozen', () => {
  test('holds up no reading, is told of by name, and goes on where it was', async () => {
    await runWeb();
    await start();
    await desk.waitForMenu(`Stop the container ${NAME}`);
    await engine.freeze();
    try {
      await desk.tray.click(`${PORT}, web`, `Stop the container ${NAME}`);
      await takeOtherPort();
      await desk.waitForMenu(`${OTHER_PORT}, api: held by`);
      const page = await desk.app.waitForWindow('popover');
      const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'));
      await dialog.getByText('its engine does not answer').waitFor();
      expect(await isReachable(PORT)).toBe(true);
      await takePicture(page, 'container-engine-frozen');
      await dialog.getByRole('button', { name: 'Close' }).click();
    } finally {
      engine.thaw();
    }
    await desk.waitForMenu(`Stop the container ${NAME}`);
    await desk.tray.click(`${PORT}, web`, `Stop the container ${NAME}`);
    await desk.waitForNotification(/is free, \d+ ms after the container was told to stop/);
  });

  test('leaves what expects a container undecided, and never in conflict', async () => {
    await runWeb();
    await engine.freeze();
    try {
      await start({ kind: 'container', name: 'shop/web' });
      const unknown = 'cannot tell: a container’s port, and its engine has not said of which';
      await desk.waitForMenu(`${PORT}, web: ${unknown}`);
      await takeOtherPort();
      await desk.waitForMenu(`${OTHER_PORT}, api: held by`);
      expect(await desk.waitForMenu(`${PORT}, web: ${unknown}`)).not.toContain('docker-proxy');
    } finally {
      engine.thaw();
    }
    // Which takes until it is asked again.
    await desk.waitForMenu(`${PORT}, web: as expected`, 45_000);
  }, 60_000);
});

describe('an engine that has crashed', () => {
  test('takes its containers along, and the ports are read as ever', async () => {
    await runWeb();
    await start();
    await desk.waitForMenu(`Stop the container ${NAME}`);
    await engine.crash();
    cleanups.splice(0);
    await desk.waitForTooltip('All ports as expected');
    expect(await isReachable(PORT)).toBe(false);
    await takeOtherPort();
    await desk.waitForMenu(`${OTHER_PORT}, api: held by`);
  });

  test('is told of where something still forwards a port', async () => {
    await forward();
    await start();
    await desk.waitForMenu(`${PORT}, web: held by docker-proxy`);
    const page = await desk.openPopover();
    await page.getByRole('button', { name: 'Kill docker-proxy' }).first().click();
    const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'));
    await dialog.getByText('its engine does not run').waitFor();
    await dialog.getByText('Stop the container instead.').waitFor();
    expect(await isReachable(PORT)).toBe(true);
  });
});

/** What an engine left behind: a program of the forwarder's name on the port. */
async function forward(): Promise<void> {
  const bin = join(desk.folder, 'bin');
  const file = join(bin, 'docker-proxy');
  mkdirSync(bin);
  copyFileSync(BUSYBOX, file);
  chmodSync(file, 0o755);
  const child = spawn(file, ['httpd', '-f', '-p', `127.0.0.1:${PORT}`], { argv0: 'busybox' });
  cleanups.push(() => {
    child.kill('SIGKILL');
  });
  await eventually(async () => (await isReachable(PORT)) || undefined, 'the forwarder to listen');
}
