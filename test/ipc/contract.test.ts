import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commands } from '../../shared/contract.ts';

// A name that stood in two tables would compile, and one of the two would be without effect.
test('every command stands in the table of one topic', async () => {
  const folder = new URL('../../shared/contract/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name !== 'fields.ts');
  const topics = await Promise.all(
    files.map(async (name) => (await import(new URL(name, folder).href)) as Topic),
  );
  const names = topics.flatMap((topic) => Object.values(topic).flatMap(Object.keys));
  expect(names.sort()).toEqual(Object.keys(commands).sort());
});

/** What the file of a topic exports: its table. */
type Topic = Readonly<Record<string, typeof commands>>;
