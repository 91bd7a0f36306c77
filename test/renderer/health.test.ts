import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { findBarriers, takePicture } from '../support/page-looks.ts';
import { createBuiltWindows, findCalls } from './harness/built-windows.ts';

/* Health as the built windows show it and let it be set, over a bridge that answers from samples. */

const windows = createBuiltWindows(62_876);
const popover = { width: 440, height: 680 };
const settings = { width: 980, height: 900 };
const looks = [
  ['light', 'en'],
  ['dark', 'en'],
  ['light', 'zh-CN'],
  ['dark', 'zh-CN'],
] as const;

let page: Page;

const openPopover = async (look = ''): Promise<Page> => {
  page = await windows.open('popover', `sample=health${look}`, popover);
  return page;
};

/** The form of the service that is down, its part about health unfolded. */
const openForm = async (look = '', title = 'Health'): Promise<Page> => {
  page = await windows.open('settings', `sample=health${look}`, settings);
  page.setDefaultTimeout(6000);
  await page.getByText('invoices', { exact: true }).click();
  await page.getByRole('button', { name: title }).click();
  return page;
};

const row = (name: string) =>
  page.locator('.watched-list [role=row]').filter({ hasText: name }).first();
const field = (label: string) => page.getByLabel(label, { exact: true });
const save = () => page.getByRole('button', { name: 'Save', exact: true }).click();

windows.describe(() => {
  it('the title and the rows say in words who is down and who is failing', async () => {
    await openPopover();
    expect(await page.locator('h1').innerText()).toBe('1 service is down');
    expect(await row('invoices').innerText()).toContain('down');
    expect(await row('shop').innerText()).toContain('failing');
    expect(await row('PostgreSQL').innerText()).not.toMatch(/down|failing|healthy/);
    expect(await row('invoices').locator('svg.state-down').count()).toBe(1);
    expect(await row('shop').locator('svg.state-failing').count()).toBe(1);
  });

  it('an open row says since when and why', async () => {
    await openPopover();
    await row('invoices').click();
    await page.getByText(/Down since .*: it answers with status 503\./).waitFor();
  });

  it('the pane says since when, why, and how fast it answered', async () => {
    await openPopover();
    await row('invoices').focus();
    await page.keyboard.press('y');
    const pane = page.locator('.detail');
    await pane.getByText('it answers with status 503').waitFor();
    const text = (await pane.innerText()).replaceAll(/\s+/g, ' ');
    expect(text).toContain('p50 3.2 ms p95 11.4 ms p99 148.0 ms');
    expect(text).toContain('of the last 87 answers');
  });

  it('the form shows what is saved, and saves what is typed', async () => {
    await openForm();
    expect(await field('Path').inputValue()).toBe('/health');
    expect(await field('Good statuses').inputValue()).toBe('200-399');
    await field('Path').fill('/ready');
    await field('Good statuses').fill('204');
    await field('Headers').fill('X-Key: a: b\nAccept: text/plain');
    await field('Every (seconds)').fill('30');
    await page.getByText('Restart it', { exact: true }).click();
    await save();
    const [saved] = await findCalls(page, 'watched-port.save');
    expect(saved).toMatchObject({
      watchedPort: {
        probe: {
          kind: 'http',
          path: '/ready',
          headers: [
            { name: 'X-Key', value: 'a: b' },
            { name: 'Accept', value: 'text/plain' },
          ],
          status: { from: 204, to: 204 },
          intervalS: 30,
          onDown: 'restart',
        },
      },
    });
  });

  it('switched off, there is no probe any more', async () => {
    await openForm();
    await page.getByText('Off', { exact: true }).click();
    await save();
    const [saved] = await findCalls(page, 'watched-port.save');
    expect(saved?.['watchedPort']).not.toHaveProperty('probe');
  });

  it('what is wrong is said at its field, and nothing is saved', async () => {
    await openForm();
    await field('Path').fill('health');
    await field('Good statuses').fill('399-200');
    await field('Headers').fill('no header');
    await field('Every (seconds)').fill('1');
    await field('Answer within (ms)').fill('1e3');
    await save();
    for (const sentence of [
      'Begin with /',
      'Like 200 or 200-399',
      'One header a line',
      'A whole number from 2 to 3600.',
      'A whole number from 100 to 30000.',
    ]) {
      await page.getByText(sentence).first().waitFor();
    }
    await page.getByRole('button', { name: 'Health' }).click();
    await field('Path').waitFor();
    expect(await findCalls(page, 'watched-port.save')).toEqual([]);
  });

  it('a choice far down leaves the window where it is', async () => {
    await openForm();
    await page.getByText('Restart it', { exact: true }).click();
    expect(await page.evaluate(() => document.documentElement.scrollTop)).toBe(0);
  });

  it('who may be anybody is not restarted, and the form says why', async () => {
    await openForm();
    await page.getByText('Anybody', { exact: true }).click();
    await page.getByText('Restart it', { exact: true }).click();
    await page.getByText('whoever may be anybody is not restarted').waitFor();
    await page.getByText('Tell me', { exact: true }).click();
    await page.getByText('One notification for each outage.').waitFor();
  });

  it('a test tells in words what came of it, and nothing of a form that changed since', async () => {
    await openForm();
    const test = page.getByRole('button', { name: 'Test now' });
    await test.click();
    await page.getByText('Healthy: status 200 after 3.2 ms.').waitFor();
    await field('Path').fill('/other');
    await page.getByText('Healthy: status').waitFor({ state: 'detached' });
    await test.click();
    await page.getByText('Not healthy: it answers with status 404.').waitFor();
    await field('Port').fill('3999');
    await test.click();
    await page.getByText('Nobody listens on port 3999, so nobody was asked.').waitFor();
    await field('Path').fill('');
    await test.click();
    await page.getByText('Correct the form first, then test.').waitFor();
  });

  it.each(looks)('nothing bars anybody in %s, %s', async (theme, locale) => {
    const look = `&theme=${theme}&locale=${locale}`;
    await openPopover(look);
    expect(await findBarriers(page)).toEqual([]);
    await takePicture(page, `health-rows-${theme}-${locale}`);
    await row('invoices').focus();
    await page.keyboard.press('y');
    await page.locator('.figures').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await takePicture(page, `health-pane-${theme}-${locale}`);
    await page.close();
    await openForm(look, locale === 'en' ? 'Health' : '健康状况');
    await page.getByRole('button', { name: locale === 'en' ? 'Test now' : '立即测试' }).click();
    await page.getByText('3.2').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.locator('.probe-test').scrollIntoViewIfNeeded();
    await takePicture(page, `health-form-${theme}-${locale}`);
  });
});
