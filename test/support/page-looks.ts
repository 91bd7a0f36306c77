import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright';

/** Where pictures go; none are taken when it is not set. */
const PICTURES = process.env['PORTREEVE_PICTURES'];

/** Whether this run is to take pictures. */
export const takesPictures = PICTURES !== undefined;

/** Keeps a picture of the page under this name, in a run that is to take pictures. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' });
}

/** Pictures in the fonts that people have, not in the ones of a bare test machine. */
export function writeFontConfig(folder: string): Readonly<Record<string, string>> {
  if (!takesPictures) return {};
  const file = join(folder, 'fonts.conf');
  const prefer = (family: string, fonts: readonly string[]): string =>
    `<alias><family>${family}</family><prefer>${fonts
      .map((font) => `<family>${font}</family>`)
      .join('')}</prefer></alias>`;
  const aliases = ['sans-serif', 'Sans', 'system-ui'].map((family) =>
    prefer(family, ['Inter', 'WenQuanYi Micro Hei']),
  );
  writeFileSync(
    file,
    `<?xml version="1.0"?><fontconfig>${aliases.join('')}<include>/etc/fonts/fonts.conf</include></fontconfig>`,
  );
  return { FONTCONFIG_FILE: file };
}

/** How much wider the page is than its window, in pixels. */
export const readOverflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What an accessibility checker has against the page. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  // What fades in has not its colours yet.
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
  return page.evaluate(async () => {
    interface Axe {
      run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    }
    const { violations } = await (Reflect.get(window, 'axe') as Axe).run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}
