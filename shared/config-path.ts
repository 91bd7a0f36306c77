import { z } from 'zod';
import { BARE } from './config-path-text.ts';

/*
 * services.web.ports[0]
 * "server.port".http
 * [1]["odd \" key"]
 *
 * Names stand bare or, where they hold anything odd, in double quotes as JSON writes them.
 */

/** The way to a value in a tree: names of keys, and numbers of list entries from 0. */
export const configPathSchema = z
  .array(z.union([z.string().max(256), z.number().int().min(0).max(99_999)]))
  .min(1)
  .max(32)
  .readonly();
export type ConfigPath = z.infer<typeof configPathSchema>;

const INDEX = /\[\s*(0|[1-9]\d{0,4})\s*\]/y;
const QUOTED = /"(?:[^"\\]|\\.)*"/y;
const QUOTED_IN_BRACKETS = /\[\s*("(?:[^"\\]|\\.)*")\s*\]/y;

/** Reads the way people write it; undefined when it is none. */
export function parseConfigPath(text: string): ConfigPath | undefined {
  const written = text.trim();
  const path: (string | number)[] = [];
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(written);
    if (match !== null) position = pattern.lastIndex;
    return match;
  };
  while (position < written.length) {
    const index = take(INDEX);
    if (index !== null) {
      path.push(Number(index[1]));
      continue;
    }
    const bracketed = take(QUOTED_IN_BRACKETS)?.[1];
    if (bracketed === undefined) {
      if (position > 0 && written[position] !== '.') return undefined;
      if (position > 0) position += 1;
    }
    const quoted = bracketed ?? take(QUOTED)?.[0];
    const name = quoted === undefined ? take(BARE)?.[0] : unquote(quoted);
    if (name === undefined) return undefined;
    path.push(name);
  }
  const parsed = configPathSchema.safeParse(path);
  return parsed.success ? parsed.data : undefined;
}

function unquote(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
