import { z } from 'zod';

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

const BARE = /[^\s.[\]"'\\,:{}]+/y;
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

/** The text that `parseConfigPath` reads back as the same way. */
export function formatConfigPath(path: ConfigPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      BARE.lastIndex = 0;
      const isBare = BARE.exec(step)?.[0] === step;
      return `${index === 0 ? '' : '.'}${isBare ? step : JSON.stringify(step)}`;
    })
    .join('');
}

function unquote(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
