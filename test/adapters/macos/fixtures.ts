import { readdirSync, readFileSync } from 'node:fs';
import type { z } from 'zod';

const folder = new URL('../../fixtures/macos/', import.meta.url);

/** The captured files whose name fits, without their keys. */
export function listSamples(pattern: RegExp): readonly string[] {
  return readdirSync(folder).filter((name) => !name.endsWith('.json') && pattern.test(name));
}

export function readSample(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}

/** What the sample says, as somebody who read it wrote down. */
export function readKey<T>(name: string, schema: z.ZodType<T>): T {
  const file = name.replace(/\.(?:txt|bin)$/, '.expected.json');
  return schema.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
}
