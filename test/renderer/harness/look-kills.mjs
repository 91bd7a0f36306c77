// Takes pictures of everything around a kill, and tells what an accessibility checker has against
// it: node test/renderer/harness/look-kills.mjs OUT [port [dist [NAME-PATTERN]]] after
// `vite build`.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { startHarness } from './look.mjs';

const [out = '/tmp/look', port = '45118', dist, only = ''] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const harness = await startHarness(Number(port), dist);

const popover = { width: 420, height: 640 };
const narrow = { width: 360, height: 420 };
const wide = { width: 980, height: 680 };
const looks = [
  ['', ''],
  ['-dark', '&theme=dark'],
  ['-zh', '&locale=zh-CN'],
  ['-dark-zh', '&theme=dark&locale=zh-CN'],
];

async function shoot(name, view, query, size, prepare) {
  if (!new RegExp(only).test(name)) return;
  const page = await harness.open(view, query, size);
  try {
    await prepare?.(page);
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(out, `${name}.png`) });
    await page.evaluate(axe);
    const found = await page.evaluate(async () => (await window.axe.run()).violations);
    for (const { id, nodes } of found) {
      page.problems.push(`axe ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
    }
  } catch (error) {
    page.problems.push(String(error));
  }
  for (const problem of page.problems) process.stdout.write(`${name}: ${problem}\n`);
  await page.close();
}

const killFirst = (page) => page.locator('.card .danger').first().click();
const choose = (at) => async (page) => {
  await killFirst(page);
  await page.locator('.choice').nth(at).click();
};
const confirm = async (page) => {
  await killFirst(page);
  await page.locator('.dialog-acts .button').last().click();
  await page.waitForTimeout(600);
};

for (const [suffix, look] of looks) {
  const ask = (name, query, prepare = killFirst, size = popover) =>
    shoot(`k-${name}${suffix}`, 'popover', `${query}${look}`, size, prepare);
  await ask('wsl-relay', 'sample=wsl&kill=wsl-relay');
  await ask('rights-windows', 'sample=conflicts&kill=rights&system=windows');
  await ask('container', 'sample=proxied&kill=container');
  await ask('container-restart', 'sample=proxied&kill=container', choose(1));
  await ask('container-long', 'sample=proxied&kill=container-long');
  await ask('engine-silent', 'sample=proxied&kill=engine-silent');
  await ask('unit', 'sample=conflicts&kill=unit');
  await ask('unit-tree', 'sample=conflicts&kill=unit', choose(2));
  await ask('watcher', 'sample=conflicts&kill=watcher');
  await ask('watcher-processes', 'sample=conflicts&kill=watcher', choose(1));
  await ask('loop', 'sample=conflicts&kill=loop');
  await ask('tree', 'sample=conflicts&kill=tree', choose(1));
  await ask('tree-many', 'sample=conflicts&kill=tree-many', choose(1));
  await ask('rights', 'sample=conflicts&kill=rights');
  await ask('crowd', 'sample=crowd&kill=tree', choose(1));
  await ask('startable', 'sample=startable', null);
}
await shoot('k-socket', 'popover', 'sample=conflicts&kill=socket', popover, killFirst);
await shoot('k-hostile', 'popover', 'sample=hostile&kill=watcher', popover, killFirst);
for (const kill of ['container-long', 'unit', 'watcher', 'tree-many']) {
  const sample = kill === 'container-long' ? 'proxied' : 'conflicts';
  await shoot(
    `k-${kill}-narrow`,
    'popover',
    `sample=${sample}&kill=${kill}`,
    narrow,
    choose(kill === 'tree-many' ? 1 : 0),
  );
}
for (const outcome of [
  'not-permitted',
  'no-agent',
  'dismissed',
  'unit-failed',
  'engine-failed',
  'taken-again',
  'restarted',
  'still-held',
  'still-held-others',
]) {
  await shoot(
    `k-o-${outcome}`,
    'popover',
    `sample=conflicts&kill=watcher&outcome=${outcome}`,
    popover,
    confirm,
  );
}
await shoot(
  'k-o-no-agent-dark-zh',
  'popover',
  'sample=conflicts&kill=rights&outcome=no-agent&theme=dark&locale=zh-CN',
  popover,
  async (page) => {
    await confirm(page);
    await page.locator('.outcome .button').first().click();
  },
);
await shoot(
  'k-force',
  'popover',
  'sample=conflicts&kill=watcher&outcome=still-held',
  popover,
  async (page) => {
    await confirm(page);
    await page.locator('.outcome .danger').click();
  },
);
for (const start of ['', 'ended-at-once', 'no-port']) {
  await shoot(
    `k-start-${start || 'started'}`,
    'popover',
    `sample=startable&start=${start}`,
    popover,
    async (page) => {
      await page.getByRole('button', { name: 'Start on another port' }).click();
      await page.waitForTimeout(600);
    },
  );
}
await shoot('k-freed', 'popover', 'sample=conflicts', popover, async (page) => {
  await killFirst(page);
  await page.waitForTimeout(600);
});
for (const [suffix, look] of looks) {
  await shoot(`k-s-killing${suffix}`, 'settings', `sample=muted${look}`, wide, (page) =>
    page.getByRole('tab').last().click(),
  );
  await shoot(`k-s-form${suffix}`, 'settings', `sample=conflicts${look}`, wide, (page) =>
    page.locator('.port-form-fields').evaluate((fields) => fields.scrollTo(0, 9999)),
  );
}
await shoot('k-s-form-error', 'settings', 'sample=conflicts', wide, async (page) => {
  await page.getByLabel('End squatters that run').fill('./node');
  await page.getByLabel('End squatters that run').scrollIntoViewIfNeeded();
});
await harness.close();
