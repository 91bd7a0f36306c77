import { z } from 'zod';
import { configPathSchema } from './config-path.ts';
import { absolutePathSchema } from './file-path.ts';
import { compileSafely } from './safe-pattern.ts';

const PATTERN_LENGTH_MAX = 500;

/**
 * The expression of a `pattern` target, or undefined when it is not safe to run or has not exactly
 * one group. Letter case counts, and `^` and `$` stand for the ends of a line.
 */
export function compileNumberPattern(source: string): RegExp | undefined {
  const pattern = compileSafely(source, 'dgmu');
  if (pattern === undefined) return undefined;
  // With an empty alternative everything matches, and the answer has a place for each group.
  const groups = new RegExp(`${source}|`, 'mu').exec('')?.length;
  return groups === 2 ? pattern : undefined;
}

const iniText = z
  .string()
  .max(256)
  .refine((text) => text === text.trim() && !/[\r\n\0]/.test(text), { message: 'key-invalid' });

const treeTarget = { file: absolutePathSchema, path: configPathSchema };

/** Where a service's port number is written. */
export const configTargetSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('dotenv'),
      file: absolutePathSchema,
      key: z
        .string()
        .max(128)
        .regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/, { message: 'key-invalid' }),
    })
    .readonly(),
  /** With comments and trailing commas where the file has them. */
  z.strictObject({ kind: z.literal('json'), ...treeTarget }).readonly(),
  z.strictObject({ kind: z.literal('yaml'), ...treeTarget }).readonly(),
  z.strictObject({ kind: z.literal('toml'), ...treeTarget }).readonly(),
  z
    .strictObject({
      kind: z.literal('ini'),
      file: absolutePathSchema,
      /** Empty for the lines before the first section. */
      section: iniText.refine((text) => !text.includes(']'), { message: 'key-invalid' }),
      key: iniText.refine((text) => /^[^=:;#[][^=:]*$/.test(text), { message: 'key-invalid' }),
    })
    .readonly(),
  /** Its one group is the number; it must fit at exactly one place of the file. */
  z
    .strictObject({
      kind: z.literal('pattern'),
      file: absolutePathSchema,
      pattern: z
        .string()
        .min(1)
        .max(PATTERN_LENGTH_MAX)
        .refine((source) => compileNumberPattern(source) !== undefined, {
          message: 'pattern-invalid',
        }),
    })
    .readonly(),
]);
export type ConfigTarget = z.infer<typeof configTargetSchema>;
