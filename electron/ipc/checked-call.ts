import type { z } from 'zod';

/** What may be asked, and in which shape it is asked and answered. */
export type CallTable = Readonly<
  Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>
>;

export type CheckedCall =
  | { readonly kind: 'reply'; readonly output: unknown }
  | { readonly kind: 'unknown' | 'invalid-input' }
  /** A bug, in the handler or in its answer. */
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Calls the handler of this name if the input has its shape, and hands its answer on if that has
 * its own. Never throws. `context` is what the handler is told beside the input.
 */
export async function callChecked(
  table: CallTable,
  handlers: Readonly<Record<string, unknown>>,
  { name, input, context }: { readonly name: string; readonly input: unknown; context: unknown },
): Promise<CheckedCall> {
  const shapes = Object.hasOwn(table, name) ? table[name] : undefined;
  if (shapes === undefined) return { kind: 'unknown' };
  const checked = shapes.input.safeParse(input);
  if (!checked.success) return { kind: 'invalid-input' };
  try {
    // The schema of this very name has just accepted the input; the compiler cannot follow the
    // pairing of name and type through a variable.
    const handle = handlers[name] as (input: unknown, context: unknown) => Promise<unknown>;
    const output = await handle(checked.data, context);
    return { kind: 'reply', output: shapes.output.parse(output) };
  } catch (error) {
    return { kind: 'failed', error };
  }
}
