import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFolder } from '../support/app-under-test.ts';

const read = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly { license?: { id: string }; expression?: string }[];
  readonly hashes?: readonly { alg: string; content: string }[];
}

const sbom = JSON.parse(read('dist/portreeve.cdx.json')) as {
  bomFormat: string;
  specVersion: string;
  metadata: { component: { name: string; version: string } };
  components: readonly Component[];
};

/** Each of them lets its code be shipped inside of ours, with its text beside it. */
const PERMISSIVE = /^(?:MIT|ISC|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|0BSD| OR )+$/;

describe('what the program is made of', () => {
  test('is told in CycloneDX, for this version', () => {
    const { name, version } = JSON.parse(read('package.json')) as Record<string, string>;
    expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5' });
    expect(sbom.metadata.component).toMatchObject({ name, version });
  });

  test('holds what is bundled, what stays beside it, and what it runs on', () => {
    const names = sbom.components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['react', 'zod', 'yaml', 'koffi', 'electron']));
    // What only builds and tests is no part of it.
    for (const tool of ['vite', 'vitest', 'typescript', 'playwright']) {
      expect(names).not.toContain(tool);
    }
  });

  test.each(sbom.components)('$name $version may be shipped, and is the locked one', (part) => {
    const [told] = part.licenses;
    expect(told?.license?.id ?? told?.expression).toMatch(PERMISSIVE);
    expect(part.hashes?.[0]?.alg).toBe('SHA-512');
    expect(part.hashes?.[0]?.content).toMatch(/^[0-9a-f]{128}$/);
    expect(part.purl).toBe(`pkg:npm/${part.name.replace('@', '%40')}@${part.version}`);
  });
});

test('the licence of everything that is bundled lies beside the program, word for word', () => {
  const texts = read('dist/third-party-licenses.txt');
  const bundled = sbom.components.filter(({ name }) => name !== 'electron');
  for (const { name, version } of bundled) expect(texts).toContain(`\n${name} ${version} (`);
  expect(texts).toContain(read('node_modules/react/LICENSE').trim());
});
