import { spawn, type ChildProcess } from 'node:child_process';
import getPort from 'get-port';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runPortreeve } from '../support/app-under-test.ts';
import { aProbe, aWatchedPort } from '../support/builders.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';
import { findBarriers, takePicture } from '../support/page-looks.ts';

/* A real service that stops answering while it keeps its port, and answers again. */

/** Answers with 200, or with 503 after a signal, until the next signal. */
const SERVICE = `
  let isWell = true;
  process.on('SIGUSR2', () => { isWell = !isWell; });
  require('http')
    .createServer((request, response) => response.writeHead(isWell ? 200 : 503).end())
    .listen(Number(process.argv[1]), '127.0.0.1', () => console.log('listens'));
`;

let desk: Desk;
let port: number;
let service: ChildProcess;

beforeEach(async () => {
  desk = await openDesk();
  port = await getPort();
  service = spawn(process.execPath, ['-e', SERVICE, String(port)], {
    cwd: desk.makeProject('shop'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => service.stdout?.once('data', resolve));
});

afterEach(async () => {
  await desk.close();
  service.kill('SIGKILL');
});

const watched = (folder: string, onDown: 'notify' | 'restart') => [
  aWatchedPort({
    id: 'shop',
    name: 'shop',
    port,
    expectedOwner: { kind: 'project', folder },
    configTargets: [],
    probe: aProbe({ intervalS: 2, failureThreshold: 2, recoveryThreshold: 2, onDown }),
  }),
];

test('a service that goes down and comes back is shown, told once, and in the history', async () => {
  const app = await desk.start({ watchedPorts: watched(desk.makeProject('shop'), 'notify') });
  const page = await desk.openPopover();
  page.setDefaultTimeout(20_000);
  const row = page.locator('[data-item-id="watched:shop"]');
  await row.getByText('as expected').first().waitFor();
  await row.focus();
  await page.keyboard.press('y');
  await page.locator('.detail').getByText('Healthy since').waitFor();
  await page.locator('.figures').waitFor();
  await takePicture(page, 'health-well');
  await page.keyboard.press('Escape');

  service.kill('SIGUSR2');
  await row.getByText('down').first().waitFor();
  expect(await page.locator('h1').innerText()).toBe('1 service is down');
  expect(await findBarriers(page)).toEqual([]);
  await takePicture(page, 'health-down');
  await desk.waitForTooltip('1 service is down');
  await desk.waitForMenu('down: it answers with status 503');
  await desk.waitForNotification(/shop is down[^]*status 503/);
  const { code, stdout } = await runPortreeve(['check', '--user-data-dir', desk.dataFolder]);
  expect(code).toBe(0);
  expect(stdout).toContain('down: it answers with status 503');

  service.kill('SIGUSR2');
  await row.getByText('as expected').first().waitFor();
  await desk.waitForTooltip('All ports as expected');
  const told = desk.notifications.shown.filter(({ title }) => title.includes('is down'));
  expect(told).toHaveLength(1);
  const history = await eventually(
    async () => {
      const args = ['history', '--user-data-dir', desk.dataFolder];
      const { stdout: text } = await runPortreeve(args);
      return text.includes('answers again') ? text : undefined;
    },
    'the recovery in the history',
    15_000,
  );
  expect(history).toContain('shop is down: it answers with status 503');
  await desk.tray.click('History');
  const historyPage = await app.waitForWindow('history');
  await historyPage.getByText('shop is down: it answers with status 503').first().waitFor();
  await historyPage.getByText('shop answers again').first().waitFor();
  await takePicture(historyPage, 'health-history');
}, 90_000);

test('a service that hangs is ended and started again on its port, as its probe asks', async () => {
  await desk.start({ watchedPorts: watched(desk.makeProject('shop'), 'restart') });
  await desk.waitForTooltip('All ports as expected');
  const ended = new Promise((resolve) => service.once('exit', resolve));
  service.kill('SIGUSR2');
  await ended;
  await desk.waitForNotification(/shop is down[^]*Portreeve starts it again/);
  const listing = await eventually(
    async () => {
      const args = ['list', '--json', '--user-data-dir', desk.dataFolder];
      const { stdout } = await runPortreeve(args);
      const { listeners } = JSON.parse(stdout) as {
        listeners: readonly { port: number; owners: readonly { pid: number }[] }[];
      };
      return listeners.find((listener) => listener.port === port);
    },
    'the service to listen again',
    20_000,
  );
  const pid = listing.owners[0]?.pid ?? 0;
  try {
    expect(pid).not.toBe(service.pid);
    await eventually(
      async () => {
        const { stdout } = await runPortreeve(['history', '--user-data-dir', desk.dataFolder]);
        return stdout.includes('shop started again: running') || undefined;
      },
      'the restart in the history',
      20_000,
    );
    await desk.waitForTooltip('All ports as expected');
  } finally {
    process.kill(pid, 'SIGKILL');
  }
}, 90_000);
