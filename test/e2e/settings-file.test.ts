import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import { makeFolder, startAndEnd } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';

/** The store itself is tested with every cut; here a few go through the whole app. */
const CUTS = Number(process.env['PORTREEVE_TEST_CUTS'] ?? 3);

let folder: ReturnType<typeof makeFolder>;

beforeAll(() => {
  folder = makeFolder();
});

afterAll(() => {
  folder.remove();
});

const whole = JSON.stringify({
  ...defaultSettings,
  language: 'en',
  watchedPorts: [aWatchedPort({ port: 62_330 })],
});

test(
  `the app starts with ${CUTS} settings files cut at random bytes, and every file is still there`,
  { timeout: CUTS * 20_000 },
  async () => {
    for (let round = 0; round < CUTS; round += 1) {
      const data = join(folder.path, String(round));
      const cut = whole.slice(0, randomInt(whole.length));
      mkdirSync(data);
      writeFileSync(join(data, 'settings.json'), cut);
      const printed = await startAndEnd(data);
      expect(printed, `cut to ${cut.length} characters`).toMatch(/^Portreeve is watching/);
      const kept = readdirSync(data).filter((name) => name.startsWith('settings.json.broken-'));
      expect(kept).toHaveLength(1);
      expect(readFileSync(join(data, kept[0] ?? ''), 'utf8')).toBe(cut);
    }
  },
);
