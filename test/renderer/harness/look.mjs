// Serves the built windows under the shipped policy, with the fake bridge put in front of them,
// and takes pictures: node test/renderer/harness/look.mjs OUT [port [dist]] after `vite build`.
import { createServer } from 'node:http';
import { mkdirSync, readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build } from 'vite';

export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'";

const project = fileURLToPath(new URL('../../..', import.meta.url));
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

export async function startHarness(port, dist = join(project, 'dist/renderer')) {
  const bundle = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: {
        entry: join(project, 'test/renderer/harness/fake-bridge.ts'),
        formats: ['iife'],
        name: 'harness',
      },
    },
  });
  const bridge = bundle[0].output[0].code;
  const server = createServer((request, response) => {
    if (request.url === '/favicon.ico') return void response.writeHead(204).end();
    const path = normalize(new URL(request.url, 'http://x').pathname);
    try {
      const body = readFileSync(join(dist, path));
      response.writeHead(200, {
        'content-type': types[extname(path)] ?? 'application/octet-stream',
        'content-security-policy': POLICY,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const open = async (view, query, size, options = {}) => {
    const page = await browser.newPage({
      viewport: size,
      deviceScaleFactor: 2,
      locale: 'en-GB',
      ...options,
    });
    page.problems = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) page.problems.push(message.text());
    });
    page.on('pageerror', (error) => page.problems.push(String(error)));
    await page.addInitScript(bridge);
    await page.goto(`http://127.0.0.1:${port}/index.html?view=${view}&${query}`);
    await page.waitForSelector('h1');
    return page;
  };
  return {
    browser,
    open,
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [out = '/tmp/look', port = '45117', dist] = process.argv.slice(2);
  mkdirSync(out, { recursive: true });
  const harness = await startHarness(Number(port), dist);
  const popover = { width: 420, height: 640 };
  const shoot = async (name, view, query, size, prepare) => {
    const page = await harness.open(view, query, size);
    await prepare?.(page);
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(out, `${name}.png`) });
    for (const problem of page.problems) process.stdout.write(`${name}: ${problem}\n`);
    await page.close();
  };
  for (const sample of [
    'conflicts',
    'calm',
    'hidden',
    'muted',
    'unwatched',
    'empty',
    'starting',
    'paused',
    'not-watching',
    'notices',
    'hostile',
    'many',
  ]) {
    await shoot(`p-${sample}`, 'popover', `sample=${sample}`, popover);
  }
  const tall = { width: 420, height: 1440 };
  const looks = [
    ['', ''],
    ['-dark', '&theme=dark'],
    ['-zh', '&locale=zh-CN'],
    ['-dark-zh', '&theme=dark&locale=zh-CN'],
  ];
  for (const [name, look] of looks) {
    await shoot(`p-kinds${name}`, 'popover', `sample=kinds${look}`, tall);
    await shoot(`p-kept${name}`, 'popover', `sample=kept${look}`, popover);
    await shoot(`p-sharers${name}`, 'popover', `sample=sharers${look}`, popover);
    for (const sample of ['sharers', 'split']) {
      await shoot(
        `o-${sample}${name}`,
        'popover',
        `sample=${sample}${look}`,
        popover,
        async (page) => {
          await page.locator('.card .danger').first().click();
          await page.waitForTimeout(600);
        },
      );
    }
    await shoot(`p-sharers-why${name}`, 'popover', `sample=sharers${look}`, popover, (page) =>
      page.locator('.card-acts .button.plain').first().click(),
    );
    for (const nth of [0, 1]) {
      await shoot(`p-kept-why-${nth}${name}`, 'popover', `sample=kept${look}`, popover, (page) =>
        page.locator('.card-acts .button.plain').nth(nth).click(),
      );
    }
    await shoot(`d-crowd${name}`, 'popover', `sample=crowd&kill=asks${look}`, popover, (page) =>
      page.locator('.card .danger').first().click(),
    );
    const narrow = { width: 360, height: 480 };
    await shoot(`p-narrow${name}`, 'popover', `sample=calm${look}`, narrow);
  }
  for (const port of ['3000', '9220', '5672']) {
    await shoot(`p-muted-${port}`, 'popover', 'sample=kinds-muted', popover, (page) =>
      page.locator('.watched-list [role=row]', { hasText: port }).first().click(),
    );
  }
  await shoot(
    'd-crowd-narrow',
    'popover',
    'sample=crowd&kill=asks',
    { width: 360, height: 420 },
    (page) => page.locator('.card .danger').first().click(),
  );
  await shoot('o-changed', 'popover', 'sample=conflicts&kill=changed', popover, (page) =>
    page.locator('.card .danger').first().click(),
  );
  await shoot('o-followed', 'popover', 'sample=kinds', tall, (page) =>
    page.getByRole('button', { name: 'Watch it on 9229 instead' }).click(),
  );
  await shoot('p-conflicts-dark', 'popover', 'sample=conflicts&theme=dark', popover);
  await shoot('p-conflicts-zh', 'popover', 'sample=conflicts&locale=zh-CN', popover);
  await shoot('p-notices-dark-zh', 'popover', 'sample=notices&locale=zh-CN&theme=dark', popover);
  const killFirst = (page) => page.getByRole('button', { name: /^Kill/ }).first().click();
  await shoot('d-kill', 'popover', 'sample=conflicts&kill=asks', popover, killFirst);
  await shoot(
    'd-kill-dark',
    'popover',
    'sample=conflicts&kill=asks&theme=dark',
    popover,
    killFirst,
  );
  await shoot('d-refused', 'popover', 'sample=conflicts&kill=refused', popover, killFirst);
  await shoot('o-freed', 'popover', 'sample=conflicts', popover, async (page) => {
    await killFirst(page);
    await page.waitForTimeout(600);
  });
  await shoot(
    'o-still-held',
    'popover',
    'sample=conflicts&outcome=still-held',
    popover,
    async (page) => {
      await killFirst(page);
      await page.waitForTimeout(600);
    },
  );
  await shoot(
    'd-force',
    'popover',
    'sample=conflicts&outcome=still-held',
    popover,
    async (page) => {
      await killFirst(page);
      await page.waitForTimeout(600);
      await page.getByRole('button', { name: /force/ }).click();
    },
  );
  const move = (page) => page.getByRole('button', { name: 'Move to 3002' }).click();
  await shoot('d-move', 'popover', 'sample=conflicts', popover, move);
  await shoot('d-move-dark', 'popover', 'sample=conflicts&theme=dark', popover, move);
  await shoot('o-moved', 'popover', 'sample=conflicts', popover, async (page) => {
    await move(page);
    await page.getByRole('button', { name: 'Move to 3002' }).last().click();
    await page.waitForTimeout(300);
  });
  await shoot('p-menu', 'popover', 'sample=conflicts', popover, (page) =>
    page.getByRole('button', { name: 'More acts' }).first().click(),
  );
  await shoot('p-open-row', 'popover', 'sample=calm', popover, async (page) => {
    await page
      .getByRole('row', { name: /5432 PostgreSQL/ })
      .first()
      .click();
  });
  await shoot('p-open-listener', 'popover', 'sample=calm', popover, async (page) => {
    await page.getByRole('row', { name: /24678/ }).click();
  });
  const opened = async (page) => {
    await page.waitForTimeout(900);
    await page.keyboard.press('ArrowDown');
  };
  for (const [name, look] of looks) {
    await shoot(`why${name}`, 'popover', `sample=conflicts${look}`, popover, async (page) => {
      await opened(page);
      await page.keyboard.press('y');
      await page.locator('.family').first().waitFor();
    });
    await shoot(`palette${name}`, 'popover', `sample=conflicts${look}`, popover, async (page) => {
      await opened(page);
      await page.keyboard.press('Control+k');
      await page.locator('.palette-list').waitFor();
    });
    await shoot(`shortcuts${name}`, 'popover', `sample=calm${look}`, popover, async (page) => {
      await opened(page);
      await page.keyboard.press('?');
      await page.locator('.shortcuts').first().waitFor();
    });
  }
  await shoot(
    'why-wide',
    'popover',
    'sample=conflicts',
    { width: 1000, height: 680 },
    async (page) => {
      await opened(page);
      await page.keyboard.press('y');
      await page.locator('.family').first().waitFor();
    },
  );
  await shoot('p-search', 'popover', 'sample=many', popover, async (page) => {
    await page.keyboard.press('/');
    await page.keyboard.type('p11 vite');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
  });
  await shoot('d-watch', 'popover', 'sample=calm', popover, async (page) => {
    await page.getByRole('row', { name: /24678/ }).click();
    await page.getByRole('button', { name: 'Watch …' }).click();
  });
  const wide = { width: 980, height: 680 };
  for (const sample of ['conflicts', 'unwatched', 'hostile']) {
    await shoot(`s-${sample}`, 'settings', `sample=${sample}`, wide);
  }
  await shoot('s-dark', 'settings', 'sample=conflicts&theme=dark', wide);
  await shoot('s-zh', 'settings', 'sample=conflicts&locale=zh-CN', wide, (page) =>
    page.getByText('api', { exact: true }).click(),
  );
  await shoot('s-errors', 'settings', 'sample=conflicts', wide, async (page) => {
    await page.getByLabel('Port', { exact: true }).fill('0x1f90');
    await page.getByLabel('If it is taken').fill('3001, 70000');
    await page.getByLabel('Its port is written in').fill('shop/.env');
    await page.getByText('Command', { exact: true }).click();
    await page.getByLabel('Command', { exact: true }).last().fill('(next');
  });
  for (const [id, label] of [
    ['general', 'General'],
    ['notifications', 'Notifications'],
    ['killing', 'Killing'],
  ]) {
    await shoot(`s-${id}`, 'settings', 'sample=muted', wide, (page) =>
      page.getByRole('tab', { name: label }).click(),
    );
  }
  await harness.close();
}
