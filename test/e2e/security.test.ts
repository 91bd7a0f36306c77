import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WebPreferences } from 'electron';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { makeFolder, startApp, type RunningApp } from '../support/app-under-test.ts';
import { startSessionBus, type TestBus } from '../support/session-bus.ts';
import { startTrayHost } from '../support/tray-host.ts';

let folder: ReturnType<typeof makeFolder>;
let bus: TestBus;
let app: RunningApp;
let page: Page;

beforeAll(async () => {
  folder = makeFolder();
  bus = await startSessionBus();
  const tray = await startTrayHost(bus);
  app = await startApp({ userDataFolder: folder.path, bus });
  await tray.waitForIcon();
  await tray.activate();
  page = await app.waitForWindow('popover');
});

afterAll(async () => {
  await app.close();
  await bus.stop();
  folder.remove();
});

/** Runs code in the page and tells what it came to, thrown errors included. */
const attempt = (code: string): Promise<string> =>
  page.evaluate(async (source) => {
    // Playwright's own door into the page: the page itself may not evaluate text.
    try {
      const steps: Record<string, () => unknown> = {
        'fetch-web': () => fetch('https://127.0.0.1:45999/'),
        'fetch-file': () => fetch('file:///etc/passwd'),
        'inner-html': () => {
          document.createElement('div').innerHTML = '<b>x</b>';
          return 'set';
        },
        // From a timer, because code under a driver's own call is let through.
        eval: () =>
          new Promise((resolve) => {
            setTimeout(() => {
              try {
                resolve((Reflect.construct(Function, ['return 2']) as () => unknown)());
              } catch (error) {
                resolve(`refused: ${error instanceof Error ? error.name : ''}`);
              }
            });
          }),
        'open-window': () => (window.open('https://127.0.0.1:45999/') === null ? 'null' : 'open'),
        notification: () => Notification.requestPermission(),
        geolocation: () =>
          new Promise((resolve) => {
            navigator.geolocation.getCurrentPosition(
              () => {
                resolve('granted');
              },
              () => {
                resolve('denied');
              },
            );
          }),
        node: () =>
          `${typeof Reflect.get(window, 'require')} ${typeof Reflect.get(window, 'process')}`,
        bridge: () =>
          Object.keys(Reflect.get(window, 'portreeve') as object)
            .toSorted()
            .join(),
      };
      return String(await steps[source]?.());
    } catch (error) {
      return `refused: ${error instanceof Error ? error.name : String(error)}`;
    }
  }, code);

describe('a page of ours', () => {
  test.each([
    ['node', 'undefined undefined'],
    ['bridge', 'invoke,subscribe'],
    ['fetch-web', 'refused: TypeError'],
    ['fetch-file', 'refused: TypeError'],
    ['inner-html', 'refused: TypeError'],
    ['eval', 'refused: EvalError'],
    ['open-window', 'null'],
    ['notification', 'denied'],
    ['geolocation', 'denied'],
  ])('gets nothing from %s', async (step, came) => {
    expect(await attempt(step)).toBe(came);
  });

  test('cannot be led away', async () => {
    const before = page.url();
    await page.evaluate(() => {
      location.href = 'https://127.0.0.1:45999/';
    });
    await page.waitForTimeout(300);
    expect(page.url()).toBe(before);
  });

  test('is served with its policy as a header, and nothing is served beside the pages', async () => {
    const answers = await app.electron.evaluate(async ({ session }) => {
      const pages = session.fromPartition('portreeve');
      const ask = async (url: string) => {
        try {
          const response = await pages.fetch(url);
          return `${response.status} ${response.headers.get('content-security-policy') ?? ''}`;
        } catch (error) {
          return `refused ${error instanceof Error ? error.message : ''}`;
        }
      };
      return {
        page: await ask('app://ui/index.html'),
        up: await ask('app://ui/../main.js'),
        encoded: await ask('app://ui/%2e%2e/main.js'),
        slashes: await ask('app://ui//etc/passwd'),
        foreignHost: await ask('app://other/index.html'),
      };
    });
    expect(answers.page).toMatch(/^200 default-src 'none'; script-src 'self';/);
    expect(answers.up).toMatch(/^404/);
    expect(answers.encoded).toMatch(/^404/);
    expect(answers.slashes).toMatch(/^404/);
    expect(answers.foreignHost).not.toMatch(/^200/);
  });

  test('is refused commands that it does not know, and the log says so', async () => {
    const reply = await page.evaluate(() => {
      const bridge = Reflect.get(window, 'portreeve') as {
        invoke(name: string, input: unknown): Promise<string>;
      };
      return bridge.invoke('shell.run', { command: 'id' });
    });
    expect(JSON.parse(reply)).toEqual({ kind: 'refused' });
    const log = readFileSync(join(folder.path, 'logs/portreeve.log'), 'utf8');
    expect(log).toContain('command-refused');
  });

  test('runs in the sandbox with its context isolated', async () => {
    const preferences = await app.electron.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        // Undocumented, yet the only way to see what is in force and not what was asked for.
        const read = Reflect.get(contents, 'getLastWebPreferences') as () => WebPreferences;
        const { sandbox, contextIsolation, nodeIntegration, webSecurity } = read.call(contents);
        return { sandbox, contextIsolation, nodeIntegration, webSecurity };
      }),
    );
    expect(preferences).toEqual([
      { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true },
    ]);
  });
});

test('contents that are not a window of ours are not heard, even with our preload script', async () => {
  const reply = await app.electron.evaluate(async ({ BrowserWindow, app: electron }) => {
    const foreign = new BrowserWindow({
      show: false,
      webPreferences: { preload: `${electron.getAppPath()}/dist/preload.cjs`, sandbox: true },
    });
    await foreign.loadURL('data:text/html,<p>x</p>');
    const answer = (await foreign.webContents.executeJavaScript(
      "window.portreeve.invoke('snapshot.read', {})",
    )) as string;
    foreign.destroy();
    return answer;
  });
  expect(JSON.parse(reply)).toEqual({ kind: 'refused' });
});

test.skipIf(process.platform !== 'linux')(
  'no process is kept for a network that is not used',
  async () => {
    const services = await app.electron.evaluate(({ app: electron }) =>
      electron
        .getAppMetrics()
        .filter(({ type }) => type === 'Utility')
        .map(({ serviceName }) => serviceName),
    );
    expect(services).toEqual([]);
  },
);
