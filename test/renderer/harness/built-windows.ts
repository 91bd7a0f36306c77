import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { startHarness, type Harness } from './look.mjs';

const CHROMIUM = '/usr/bin/chromium';

export interface BuiltWindows {
  /** Opens a window with a sample; it is closed after the test, which fails if it complained. */
  readonly open: Harness['open'];
  /** Describes what needs the browser; skipped where there is none. */
  describe(tests: () => void): void;
}

/** The windows of these sources over the fake bridge, in a browser that a file of tests shares. */
export function createBuiltWindows(port: number): BuiltWindows {
  const pages: Awaited<ReturnType<Harness['open']>>[] = [];
  let harness: Harness | undefined;

  async function closePages(): Promise<void> {
    const problems = pages.flatMap((page) => page.problems);
    for (const page of pages.splice(0)) await page.close();
    if (problems.length > 0) throw new Error(`The page complained: ${problems.join('; ')}`);
  }

  return {
    async open(view, query, size) {
      if (harness === undefined) throw new Error('Windows are opened in tests only.');
      const page = await harness.open(view, query, size);
      pages.push(page);
      return page;
    },
    describe(tests) {
      describe.skipIf(!existsSync(CHROMIUM))(`in a browser (skipped without ${CHROMIUM})`, () => {
        beforeAll(async () => {
          harness = await startBuiltWindows(port);
        });
        afterEach(closePages);
        afterAll(() => harness?.close());
        tests();
      });
    },
  };
}

/** `close` leaves nothing behind. */
async function startBuiltWindows(port: number): Promise<Harness> {
  const dist = mkdtempSync(join(tmpdir(), 'portreeve-windows-'));
  const configFile = fileURLToPath(new URL('../../../vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'silent', build: { outDir: dist, emptyOutDir: true } });
  const harness = await startHarness(port, dist);
  return {
    ...harness,
    async close() {
      await harness.close();
      rmSync(dist, { recursive: true, force: true });
    },
  };
}

interface Call {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What the window sent to main under this name, in its order. */
export async function findCalls(page: Page, name: string): Promise<readonly Call['input'][]> {
  const calls = await page.evaluate(
    () => (Reflect.get(window, 'portreeve') as { calls: readonly Call[] }).calls,
  );
  return calls.filter((call) => call.name === name).map(({ input }) => input);
}
