import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from '../support/app-under-test.ts';

const page = readFileSync(join(projectFolder, 'docs/threat-model.md'), 'utf8');
const tests = [...page.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path);

test('the threat model names tests for every attacker', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| **'));
  expect(rows.length).toBeGreaterThanOrEqual(6);
  for (const row of rows) expect(row).toMatch(/`test\/[^`]+\.test\.ts`/);
});

test.each(tests)('%s, which it names, is there', (path) => {
  expect(existsSync(join(projectFolder, path))).toBe(true);
});
