import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { defaultSettings } from '../../../shared/settings.ts';
import { startApp, type RunningApp } from '../../support/app-under-test.ts';
import { startSessionBus } from '../../support/session-bus.ts';
import { startTrayHost } from '../../support/tray-host.ts';
import { readPssMb } from '../app/process-tree.ts';
import type { PopoverFigures } from './figures.ts';
import { measureFirstScript } from './first-script.ts';

export interface PopoverOptions {
  readonly quick: boolean;
}

const FULL = { starts: 5, openings: 10, watchMs: 20_000, keys: '24678 vite port:45000-45999' };
const QUICK = { starts: 2, openings: 3, watchMs: 6000, keys: '24678' };
/** Between two keys of somebody who types fast. */
const KEY_PAUSE_MS = 120;

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Opens, closes and uses the popover of the built app, as somebody with a tray would. */
export async function measurePopover(
  { quick }: PopoverOptions,
  startChanges: () => Promise<void>,
): Promise<PopoverFigures> {
  const { starts, openings, watchMs, keys } = quick ? QUICK : FULL;
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-bench-ui-'));
  const bus = await startSessionBus();
  const tray = await startTrayHost(bus);
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data/settings.json'), JSON.stringify(defaultSettings));

  const start = async (): Promise<RunningApp> => {
    const known = tray.registrations();
    const app = await startApp({ userDataFolder: join(folder, 'data'), bus });
    await tray.waitForIcon(known);
    // A person does not click before the machine has come to rest.
    await sleep(2000);
    return app;
  };

  const firstPaintedMs: number[] = [];
  let app = await start();
  let page: Page | undefined;
  for (let round = -1; round < starts; round += 1) {
    if (round >= 0) {
      await app.close();
      app = await start();
    }
    const clickedAtMs = Date.now();
    await tray.activate();
    page = await app.waitForWindow('popover');
    const paintedAtMs = await readFirstPaint(page);
    await page.locator('.virtual-list').waitFor();
    if (round >= 0) firstPaintedMs.push(paintedAtMs - clickedAtMs);
  }
  if (page === undefined) throw new Error('The popover did not open.');

  const laterPaintedMs: number[] = [];
  for (let round = 0; round < openings; round += 1) {
    const shown = await noteNextShowing(app);
    await page.keyboard.press('Escape');
    await until(async () => !(await isVisible(app)), 'the popover to be hidden');
    await sleep(500);
    const clickedAtMs = Date.now();
    await tray.activate();
    laterPaintedMs.push((await shown()) - clickedAtMs);
  }

  await startChanges();
  await watchTasks(page);
  await sleep(watchMs);
  const longTasksMs = await readNumbers(page, 'longTasksMs');
  const listeners = await page
    .getByRole('heading', { name: /^Listeners/ })
    .innerText()
    .then((text) => Number(text.replaceAll(/\D/g, '')));
  await watchKeys(page);
  await page.keyboard.press('/');
  for (const key of keys) {
    await page.keyboard.type(key);
    await sleep(KEY_PAUSE_MS);
  }
  await sleep(1000);
  const keystrokesMs = await readNumbers(page, 'keystrokesMs');
  const memory = await measureMemory(app);
  await app.close();
  await bus.stop();
  rmSync(folder, { recursive: true, force: true });
  return {
    listeners,
    firstPaintedMs,
    laterPaintedMs,
    scriptGzipKb: measureFirstScript(),
    longTasksMs,
    watchedForMs: watchMs,
    keystrokesMs,
    ...memory,
  };
}

/** What the popover's process takes, and that of an empty window beside it, in MB. */
async function measureMemory({
  electron,
}: RunningApp): Promise<Pick<PopoverFigures, 'memoryMb' | 'emptyMemoryMb'>> {
  await electron.evaluate(({ BrowserWindow }) => {
    void new BrowserWindow({ width: 440, height: 680 }).loadURL('data:text/html,<h1>empty</h1>');
  });
  await sleep(3000);
  const [empty, popover] = await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .map(({ webContents }) => ({
        pid: webContents.getOSProcessId(),
        isEmpty: webContents.getURL().startsWith('data:'),
      }))
      .toSorted((a, b) => Number(b.isEmpty) - Number(a.isEmpty))
      .map(({ pid }) => pid),
  );
  if (popover === undefined || empty === undefined) throw new Error('A window is missing.');
  return { memoryMb: readPssMb([popover]), emptyMemoryMb: readPssMb([empty]) };
}

/** When the first content was on the screen, by the wall clock. */
async function readFirstPaint(page: Page): Promise<number> {
  const paint = await page.waitForFunction(() => {
    const [entry] = performance.getEntriesByName('first-contentful-paint');
    return entry === undefined ? undefined : performance.timeOrigin + entry.startTime;
  });
  return (await paint.jsonValue()) ?? Number.NaN;
}

const isVisible = (app: RunningApp): Promise<boolean> =>
  app.electron.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() === true,
  );

/** Tells, once it was hidden and shown again, when the window had drawn two frames. */
async function noteNextShowing(app: RunningApp): Promise<() => Promise<number>> {
  await app.electron.evaluate(({ BrowserWindow }) => {
    Reflect.deleteProperty(globalThis, 'shownAtMs');
    const [window] = BrowserWindow.getAllWindows();
    window?.once('show', () => {
      const drawn =
        'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now()))))';
      void window.webContents
        .executeJavaScript(drawn)
        .then((atMs: unknown) => Reflect.set(globalThis, 'shownAtMs', atMs));
    });
  });
  return async () => {
    const read = (): Promise<unknown> =>
      app.electron.evaluate(() => Reflect.get(globalThis, 'shownAtMs') as unknown);
    await until(async () => (await read()) !== undefined, 'the popover to be shown again');
    return Number(await read());
  };
}

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isSo()) return;
    await sleep(50);
  }
  throw new Error(`waited in vain for ${what}`);
}

async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const durations: number[] = [];
    Reflect.set(window, 'longTasksMs', durations);
    new PerformanceObserver((list) => {
      durations.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
  });
}

async function watchKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const durations: number[] = [];
    Reflect.set(window, 'keystrokesMs', durations);
    // From the key's arrival to the paint after it, as the browser itself tells.
    document.addEventListener(
      'beforeinput',
      ({ timeStamp }) => {
        requestAnimationFrame(() => {
          setTimeout(() => durations.push(performance.now() - timeStamp));
        });
      },
      true,
    );
  });
}

function readNumbers(page: Page, name: string): Promise<readonly number[]> {
  return page.evaluate((key) => Reflect.get(window, key) as readonly number[], name);
}
