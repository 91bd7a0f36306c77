import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { findBarriers } from '../support/page-looks.ts';
import { createBuiltWindows, findCalls } from './harness/built-windows.ts';

/*
 * The popover as it is built, in a real browser over a bridge that answers from samples: what the
 * keyboard does in the dialog, what is sent to main, and what an accessibility checker says.
 */

const windows = createBuiltWindows(62_871);
const popover = { width: 420, height: 640 };

let page: Page;

async function open(query: string): Promise<void> {
  page = await windows.open('popover', query, popover);
}

async function openDialog(query: string): Promise<void> {
  await open(query);
  await page.locator('.card .danger').first().click();
  await page.locator('.dialog').waitFor();
}

const dialogText = () => page.locator('.dialog').innerText();
const confirm = () => page.locator('.dialog-acts .button').last();

windows.describe(() => {
  it('the way back has the focus, so a hasty Enter ends nothing', async () => {
    await openDialog('sample=conflicts&kill=watcher');
    await page.keyboard.press('Enter');
    await page.locator('.dialog').waitFor({ state: 'detached' });
    expect(await findCalls(page, 'owner.kill')).toEqual([]);
  });

  it('the best way is chosen first, and the sentence and the button follow the arrow keys', async () => {
    await openDialog('sample=conflicts&kill=watcher');
    expect(await page.getByRole('radio').first().isChecked()).toBe(true);
    expect(await confirm().innerText()).toBe('End nodemon');
    await page.getByRole('radio').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await confirm().innerText()).toBe('Kill node');
    expect(await dialogText()).toContain('It is asked to end (SIGTERM) and has 5 seconds');
    await page.keyboard.press('ArrowDown');
    expect(await confirm().innerText()).toBe('Kill 3 processes');
    expect(await dialogText()).toContain('The 2 processes below');
    await page.keyboard.press('Enter');
    expect(await findCalls(page, 'owner.kill')).toEqual([]);
    await confirm().click();
    await page
      .getByText(/Port 3000 is free/)
      .first()
      .waitFor();
    expect(await findCalls(page, 'owner.kill')).toMatchObject([{ way: 'tree', means: 'graceful' }]);
  });

  it('a container is named in place of what forwards its port, and nothing looks like a kill', async () => {
    await openDialog('sample=proxied&kill=container');
    expect(await page.locator('.dialog-title').innerText()).toBe(
      'Stop shop-db-1 to free port 5432?',
    );
    expect(await dialogText()).not.toContain('docker-proxy');
    expect(await confirm().getAttribute('class')).not.toContain('danger');
  });

  it('an act that needs no question takes the best way', async () => {
    await open('sample=proxied&kill=container-unasked');
    await page.locator('.card .danger').first().click();
    await page
      .getByText(/is free/)
      .first()
      .waitFor();
    expect(await findCalls(page, 'owner.kill')).toMatchObject([{ way: 'container' }]);
  });

  it('what needs an administrator is always shown first', async () => {
    await openDialog('sample=conflicts&kill=rights-unasked');
    expect(await dialogText()).toContain('You are asked for an administrator’s password first.');
  });

  it('a port whose engine is silent stays as it is, and the dialog says why', async () => {
    await openDialog('sample=proxied&kill=engine-silent');
    expect(await dialogText()).toContain('its engine does not let you ask');
    expect(await page.locator('.dialog-acts .button').allInnerTexts()).toEqual(['Close']);
  });

  it('a kill that was outlived is repeated by force in the same way, after a look', async () => {
    await openDialog('sample=conflicts&kill=watcher&outcome=still-held');
    await page.getByText('Kill it and the 2 processes below').click();
    await confirm().click();
    await page.getByRole('button', { name: 'Kill node by force' }).click();
    expect(await confirm().innerText()).toBe('Kill 3 processes by force');
    await confirm().click();
    await page
      .getByText(/Port 3000 is free/)
      .first()
      .waitFor();
    expect(await findCalls(page, 'owner.kill')).toMatchObject([
      { way: 'tree', means: 'graceful' },
      { way: 'tree', means: 'force' },
    ]);
  });

  it.each(['still-held-others', 'still-held-uninterruptible'])(
    'force is not offered where it would not help: %s',
    async (outcome) => {
      await openDialog(`sample=conflicts&kill=asks&outcome=${outcome}`);
      await confirm().click();
      await page.locator('.outcome-bad').waitFor();
      expect(await page.locator('.outcome .danger').count()).toBe(0);
    },
  );

  it('a command in an outcome can be copied whole', async () => {
    await openDialog('sample=conflicts&kill=rights&outcome=no-agent');
    await confirm().click();
    await page.getByRole('button', { name: 'Copy command' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await findCalls(page, 'text.copy')).toEqual([{ text: 'sudo kill -TERM 2210' }]);
  });

  it('what was ended is started again on another port, and its output can be opened', async () => {
    await open('sample=startable');
    await page.getByRole('button', { name: 'Start on another port' }).click();
    await page.getByText('vite in blog was started for port 3002 (pid 61204).').first().waitFor();
    await page.getByRole('button', { name: 'Open its output' }).click();
    expect(await findCalls(page, 'process.start-again')).toEqual([
      { id: 's1', place: 'elsewhere' },
    ]);
    expect(await findCalls(page, 'process.open-log')).toEqual([{ id: 's1' }]);
  });

  it('what was said of a port goes when something newer is known of it', async () => {
    await open('sample=startable');
    const freed = page.getByText(/^Port 3000 is free, \d+ ms after the kill/);
    await page.locator('.card .danger').first().click();
    await freed.first().waitFor();
    await page.getByRole('button', { name: 'Start again' }).first().click();
    await page
      .getByText(/runs again on port 3000|was started for port 3000/)
      .first()
      .waitFor();
    expect(await freed.count()).toBe(0);
  });

  it('an offer to start again stays away once it is dismissed', async () => {
    await open('sample=startable');
    await page.locator('.start-bar').first().getByRole('button', { name: 'Dismiss' }).click();
    expect(await page.locator('.start-bar p').allInnerTexts()).toEqual([
      'PostgreSQL 15 main was ended on port 5432.',
    ]);
  });

  it.each([
    ['sample=proxied&kill=container'],
    ['sample=proxied&kill=engine-silent&theme=dark'],
    ['sample=conflicts&kill=unit'],
    ['sample=conflicts&kill=watcher&theme=dark&locale=zh-CN'],
    ['sample=conflicts&kill=tree-many'],
    ['sample=crowd&kill=asks'],
  ])('has no barriers in the dialog of %s', async (query) => {
    await openDialog(query);
    expect(await findBarriers(page)).toEqual([]);
  });

  it.each([['light'], ['dark']])(
    'has no barriers in the offer to start again, %s',
    async (theme) => {
      await open(`sample=startable&start=ended-at-once&theme=${theme}`);
      await page.getByRole('button', { name: 'Start again' }).first().click();
      await page.getByRole('button', { name: 'Open its output' }).waitFor();
      expect(await findBarriers(page)).toEqual([]);
    },
  );
});
