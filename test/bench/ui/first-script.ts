import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectFolder } from '../../support/app-under-test.ts';

/** All that the popover's first paint waits for, in thousands of bytes as gzip packs them. */
export function measureFirstScript(): number {
  const assets = join(projectFolder, 'dist/renderer/assets');
  const names = readdirSync(assets);
  const wanted = new Set<string>();

  /** A file, and what it imports before it runs. */
  function add(name: string): void {
    if (wanted.has(name)) return;
    wanted.add(name);
    const code = readFileSync(join(assets, name), 'utf8');
    for (const [, imported] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) {
      if (imported !== undefined) add(imported);
    }
  }

  // One language is loaded; the other has about as many words.
  for (const start of [/^index-.*\.js$/, /^Popover-.*\.js$/, /^every-window-zh-.*\.js$/]) {
    const name = names.find((one) => start.test(one));
    if (name === undefined) throw new Error(`No ${String(start)} was built.`);
    add(name);
  }
  const sizes = [...wanted].map(
    (name) => gzipSync(readFileSync(join(assets, name)), { level: 9 }).length,
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}
