import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../fixtures/windows/', import.meta.url);

export interface Sample {
  readonly name: string;
  /** ASCII is what counts; every byte comes through. */
  readonly text: string;
  readonly key: unknown;
}

/** The captures of one tool, each with its answer key. */
export function readSamples(tool: string, ending = '.txt'): readonly Sample[] {
  return readdirSync(new URL(`${tool}/`, folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => {
      const name = file.slice(0, -ending.length);
      const text = readFileSync(new URL(`${tool}/${file}`, folder), 'utf8');
      const key = readFileSync(new URL(`${tool}/${name}.expected.json`, folder), 'utf8');
      return { name, text, key: JSON.parse(key) as unknown };
    });
}
