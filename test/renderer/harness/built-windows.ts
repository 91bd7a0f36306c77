import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { build } from 'vite';
import { startHarness, type Harness } from './look.mjs';

/** The windows of these sources over the fake bridge; `close` leaves nothing behind. */
export async function startBuiltWindows(port: number): Promise<Harness> {
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

export interface Call {
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
