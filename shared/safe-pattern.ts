import safeRegex from 'safe-regex2';

/**
 * The regular expression a person wrote, or undefined when it does not compile or could take
 * for ever: a repetition within a repetition may, on a text that another program chose.
 */
export function compileSafely(source: string, flags: string): RegExp | undefined {
  try {
    const pattern = new RegExp(source, flags);
    return safeRegex(pattern) ? pattern : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
