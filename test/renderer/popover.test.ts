import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { findBarriers } from '../support/page-looks.ts';
import { createBuiltWindows, findCalls } from './harness/built-windows.ts';
import { eventually } from '../support/eventually.ts';

/*
 * The popover as it is built, in a real browser over a bridge that answers from samples: by the
 * keyboard alone, with whatever names programs give themselves, in every look.
 */

const windows = createBuiltWindows(62_874);
const usual = { width: 440, height: 680 };
const narrow = { width: 320, height: 480 };
const wide = { width: 1000, height: 700 };

let page: Page;

async function open(query: string, size = usual): Promise<Page> {
  page = await windows.open('popover', query, size);
  return page;
}

/** The dialogs and the pane come after the first paint; keys that want them wait for nothing. */
async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

const focusedId = () =>
  page.evaluate(() => document.activeElement?.getAttribute('data-item-id') ?? undefined);

/** Whether anything is wider than the room that it has, so that a person would have to scroll. */
const findOverflows = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('html, .popover, .scroller, .detail-body, .dialog-inside')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.className || element.tagName),
  );

const pane = () => page.locator('.detail');
const rows = () => page.locator('.virtual-list [role=row]');

windows.describe(() => {
  describe('by the keyboard alone', () => {
    it('the search finds by a filter, and the list follows', async () => {
      await open('sample=many');
      await press('/');
      await page.keyboard.type('port:12000-12002 name:vite');
      await page.getByText('Listeners 3').waitFor();
      await press('ArrowDown');
      expect(await focusedId()).toMatch(/^listener:/);
    });

    it('a port is searched for by typing it, wherever the cursor is', async () => {
      await open('sample=calm');
      await press('ArrowDown');
      await page.keyboard.type('24678');
      await page.getByText('Listeners 1').waitFor();
      await press('Enter');
      await page.keyboard.type('5432');
      const search = page.getByRole('search').getByRole('textbox');
      await expect.poll(() => search.inputValue()).toBe('5432');
    });

    it('M moves the service whose listener is under the cursor', async () => {
      await open('sample=calm');
      await page.locator('.virtual-list').getByRole('row', { name: /8000/ }).focus();
      await press('m');
      await eventually(
        async () => (await findCalls(page, 'service.plan-reassign')).length > 0 || undefined,
        'a move that is planned',
      );
    });

    it('M on a listener that nobody watches says that it has to be watched first', async () => {
      await open('sample=unwatched');
      await page.locator('.virtual-list').getByRole('row', { name: /8000/ }).focus();
      await press('m');
      const dialog = page.getByRole('dialog', { name: 'Watch port 8000' });
      await dialog.getByText('Portreeve moves a service that it watches').waitFor();
      expect(await findCalls(page, 'service.plan-reassign')).toEqual([]);
      await press('Escape');
      await press('w');
      await dialog.waitFor();
      expect(await dialog.getByText('Portreeve moves').count()).toBe(0);
    });

    it('why a port is as it is opens with Y and closes with Escape, where one was', async () => {
      await open('sample=conflicts');
      await press('ArrowDown', 'y');
      await pane().getByText('Where it comes from').waitFor();
      const text = await pane().innerText();
      for (const told of ['VS Code', 'zsh', 'npm run dev', 'pid 48213', 'Clients: 2 connected']) {
        expect(text).toContain(told);
      }
      expect(await page.locator('.popover-lists').getAttribute('inert')).not.toBeNull();
      await press('Escape');
      await pane().waitFor({ state: 'detached' });
      expect(await focusedId()).toBe('watched:watch-3000');
      expect(await findCalls(page, 'window.close')).toEqual([]);
    });

    it('the acts of the pane are those of its port', async () => {
      await open('sample=conflicts&kill=asks');
      await press('ArrowDown', 'y');
      await pane().getByText('Where it comes from').waitFor();
      await press('o', 'c');
      await page.getByText('Copied: http://localhost:3000/').first().waitFor();
      expect(await findCalls(page, 'listener.open-page')).toHaveLength(1);
      expect(await findCalls(page, 'text.copy')).toEqual([{ text: 'http://localhost:3000/' }]);
      await page.getByRole('button', { name: 'Who had it before?' }).click();
      expect(await findCalls(page, 'window.open')).toEqual([{ window: 'history', port: 3000 }]);
      await press('k');
      await page.getByRole('alertdialog').waitFor();
    });

    it('beside a wide list the pane leaves the list in reach', async () => {
      await open('sample=conflicts', wide);
      await press('ArrowDown', 'y');
      await pane().getByText('Where it comes from').waitFor();
      expect(await page.locator('.popover-lists').getAttribute('inert')).toBeNull();
    });

    it('a section and a group fold, and main is told so that they stay folded', async () => {
      await open('sample=calm');
      await page.getByRole('button', { name: /^Watched/ }).focus();
      await press('Enter');
      await page.locator('.watched-list').waitFor({ state: 'detached' });
      await page.locator('.group-row').first().focus();
      await press('ArrowLeft');
      const saved = (await findCalls(page, 'preferences.save')).at(-1);
      expect(saved).toMatchObject({
        preferences: { listing: { folded: ['section:watched', 'group:/home/ada/blog'] } },
      });
    });

    it('what is folded is found by the search all the same', async () => {
      await open('sample=calm');
      await page.getByRole('button', { name: /^Listeners/ }).click();
      await expect.poll(() => rows().count()).toBe(0);
      await press('/');
      await page.keyboard.type('24678');
      await page.getByRole('row', { name: /24678/ }).waitFor();
    });

    it('the menu of the listeners sorts and groups them', async () => {
      await open('sample=calm');
      await page.getByRole('button', { name: 'Sort and group' }).press('Enter');
      await page.getByRole('menuitemradio', { name: 'No groups' }).press('Enter');
      await expect.poll(() => page.locator('.group-row').count()).toBe(0);
      const ports = (await rows().locator('.cell-port').allInnerTexts()).map(Number);
      expect(ports).toEqual(ports.toSorted((a, b) => a - b));
      expect((await findCalls(page, 'preferences.save')).at(-1)).toMatchObject({
        preferences: { listing: { groupBy: 'none' } },
      });
    });

    it('the palette does by name what keys do, for the port under the cursor', async () => {
      await open('sample=calm');
      await press('ArrowDown', 'Control+k');
      const palette = page.getByRole('dialog', { name: 'Commands' });
      await palette.waitFor();
      expect(await palette.innerText()).toContain('Port 5432');
      await page.keyboard.type('why');
      await press('ArrowDown', 'Enter');
      await palette.waitFor({ state: 'detached' });
      await pane().waitFor();
    });

    it('the palette also has what only buttons and menus do', async () => {
      const choose = async (sample: string, words: string, name: RegExp): Promise<void> => {
        await open(`sample=${sample}`);
        await press('ArrowDown', 'Control+k');
        await page.getByRole('dialog', { name: 'Commands' }).waitFor();
        await page.keyboard.type(words);
        await page.getByRole('menuitem', { name }).waitFor();
        await press('ArrowDown', 'Enter');
      };
      await choose('notices', 'undo', /^Undo: .* moved from/);
      await expect.poll(() => findCalls(page, 'service.undo-reassign')).toHaveLength(1);
      await choose('conflicts', 'ignore hour', /^Ignore for an hour$/);
      await expect.poll(() => findCalls(page, 'watched-port.mute')).toHaveLength(1);
      await choose('conflicts', 'edit', /^Edit in Settings/);
      await expect.poll(() => findCalls(page, 'window.open')).toHaveLength(1);
    });

    it('a port that nobody listens on has its command to copy, and no empty bar', async () => {
      await open('sample=calm');
      await page.locator('[data-item-id^="watched:"]', { hasText: 'free' }).first().focus();
      await press('y');
      const links = pane().locator('.link-acts');
      expect(await links.innerText()).toMatch(/^portreeve why \d+$/);
      await links.getByRole('button', { name: 'Copy as a command' }).click();
      expect(await links.getByRole('button').count()).toBe(1);
    });

    it('the palette goes to a port by anything', async () => {
      await open('sample=many');
      await press('Control+k');
      await page.getByRole('dialog', { name: 'Commands' }).waitFor();
      await page.keyboard.type('port:12345');
      await page.getByRole('menuitem', { name: /^12345/ }).waitFor();
      await press('ArrowDown', 'Enter');
      await expect.poll(focusedId).toMatch(/\|12345\|/);
    });

    it('all keys are told on a page of their own', async () => {
      await open('sample=calm');
      await press('?');
      const dialog = page.getByRole('dialog', { name: 'Keys and search' });
      await dialog.waitFor();
      expect(await dialog.innerText()).toContain('port:3000-3999,8080');
      await press('Escape');
      await dialog.waitFor({ state: 'detached' });
    });

    it('the history is a click or a command away', async () => {
      await open('sample=calm');
      await page.getByRole('button', { name: 'History', exact: true }).click();
      await press('Control+k');
      await page.keyboard.type('history');
      await press('Enter');
      const call = { window: 'history' };
      await eventually(
        async () => (await findCalls(page, 'window.open')).length > 1 || undefined,
        'both calls',
      );
      expect(await findCalls(page, 'window.open')).toEqual([call, call]);
    });

    it('Escape closes the window, unless it is pinned', async () => {
      await open('sample=calm');
      await press('Escape');
      expect(await findCalls(page, 'window.close')).toHaveLength(1);
      await page.getByRole('button', { name: 'Keep this window open' }).click();
      await page.getByRole('button', { name: 'Close', exact: true }).waitFor();
      await press('Escape');
      expect(await findCalls(page, 'window.close')).toHaveLength(1);
    });
  });

  describe('whatever comes', () => {
    it.each(['extreme', 'hostile', 'conflicts', 'calm', 'unwatched', 'many', 'notices', 'empty'])(
      'nothing of %s is wider than a window of 320 pixels',
      async (sample) => {
        await open(`sample=${sample}`, narrow);
        expect(await findOverflows()).toEqual([]);
        if ((await rows().count()) < 2) return;
        await page.locator('.virtual-list .row:not(.group-row)').first().click();
        await press('y');
        await pane().locator('.facts, .muted').first().waitFor();
        expect(await findOverflows()).toEqual([]);
        await press('Escape', 'Control+k');
        await page.getByRole('dialog', { name: 'Commands' }).waitFor();
        expect(await findOverflows()).toEqual([]);
      },
    );

    it('a name is text, never markup, and turns nothing around it', async () => {
      await open('sample=extreme');
      await page.locator('.scroller').evaluate((scroller) => scroller.scrollTo(0, 99_999));
      await page.getByText('<script>alert(1)</script>').first().waitFor();
      expect(await page.locator('#root script, #root b').count()).toBe(0);
      const text = await page.locator('.scroller').innerText();
      expect(text).not.toMatch(/\p{Bidi_Control}|(?![\n\t])\p{Cc}/u);
    });

    it('of 5,000 listeners only those in sight are in the document', async () => {
      await open('sample=many');
      expect(await rows().count()).toBeLessThan(60);
      await press('ArrowDown', 'End');
      await expect.poll(focusedId).toMatch(/\|41641\|/);
    });

    it('of 200 watched ports each is reached', async () => {
      await open('sample=extreme');
      expect(await page.locator('.watched-list [role=row]').count()).toBe(200);
    });

    it('each watched port shows its last day, and shows it anew when something changed', async () => {
      await open('sample=calm');
      const strips = page.locator('.watched-list .day-strip');
      await expect.poll(() => strips.count()).toBe(3);
      expect(await strips.first().getAttribute('aria-label')).toBe(
        'Last 24 hours: expected owner 19 h, Portreeve not watching 4 h',
      );
      const place = await strips.first().locator('.strip-expected').boundingBox();
      const whole = await strips.first().boundingBox();
      expect((place?.width ?? 0) / (whole?.width ?? 1)).toBeCloseTo(19 / 24, 1);
      expect(await strips.locator('.strip-squatter').count()).toBe(1);
      expect(await findCalls(page, 'history.read-day')).toHaveLength(1);
      await page.evaluate(() => {
        const bridge = Reflect.get(window, 'portreeve') as { publish: (part: object) => void };
        bridge.publish({ watched: [] });
      });
      await expect.poll(() => strips.count()).toBe(0);
      expect(await findCalls(page, 'history.read-day')).toHaveLength(1);
    });

    it('in Chinese a strip lists its parts as Chinese does', async () => {
      await open('sample=calm&locale=zh-CN');
      const label = page.locator('.watched-list .day-strip').first();
      await expect
        .poll(() => label.getAttribute('aria-label'))
        .toBe('最近 24 小时：符合预期 19 小时、Portreeve 未在监视 4 小时');
    });

    it('one listener is listed like many', async () => {
      await open('sample=single');
      await page.getByText('Listeners 1').waitFor();
    });

    it('compact rows are lower', async () => {
      await open('sample=calm');
      const height = () =>
        page
          .locator('.row')
          .last()
          .evaluate((row) => row.clientHeight);
      expect(await height()).toBe(32);
      await press('Control+k');
      await page.keyboard.type('closer');
      await press('ArrowDown', 'Enter');
      await expect.poll(height).toBe(26);
    });

    it('nothing moves for a person who wants it so', async () => {
      await open('sample=calm');
      await page.emulateMedia({ reducedMotion: 'reduce' });
      const duration = await page
        .locator('.chevron')
        .first()
        .evaluate((chevron) => Number.parseFloat(getComputedStyle(chevron).transitionDuration));
      expect(duration).toBeLessThan(0.001);
    });

    it('forced colours keep the shapes, the edges and the focus', async () => {
      await open('sample=conflicts');
      await page.emulateMedia({ forcedColors: 'active' });
      await press('ArrowDown');
      const card = page.locator('.card').first();
      const look = await card.evaluate((element) => {
        const { borderTopStyle, outlineStyle } = getComputedStyle(element);
        return { borderTopStyle, outlineStyle };
      });
      expect(look).toEqual({ borderTopStyle: 'solid', outlineStyle: 'solid' });
      expect(await page.locator('.state-shape').first().isVisible()).toBe(true);
      expect(await findBarriers(page)).toEqual([]);
    });
  });

  describe.each([
    'theme=light&locale=en',
    'theme=dark&locale=en',
    'theme=light&locale=zh-CN',
    'theme=dark&locale=zh-CN',
  ])('with %s', (look) => {
    it.each(['conflicts', 'calm', 'unwatched', 'empty', 'not-watching'])(
      'there are no barriers in %s',
      async (sample) => {
        await open(`sample=${sample}&${look}`);
        expect(await findBarriers(page)).toEqual([]);
      },
    );

    it('there are no barriers in the pane, the palette, the page of keys and the menu', async () => {
      await open(`sample=conflicts&${look}`);
      await press('ArrowDown', 'y');
      await pane().locator('.family').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await press('Control+k');
      await page.locator('.palette-list').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await press('Escape');
      await page.locator('.palette-list').waitFor({ state: 'detached' });
      await press('?');
      await page.locator('.shortcuts').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await press('Escape');
      await page.locator('.shortcuts').first().waitFor({ state: 'detached' });
      await press('Escape');
      await page.locator('.section-head .icon-button').click();
      await page.locator('.menu').waitFor();
      expect(await findBarriers(page)).toEqual([]);
    });
  });
});
