/**
 * Characters that act instead of being seen: controls, line separators, marks that turn the
 * reading direction, and characters without width.
 */
const ACTING =
  /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** What nearly all texts are made of. */
const PLAIN = /^[ -~]*$/;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text on one line with every acting character spelt out, e.g. `\n` or `\x1b`. */
export function toVisibleText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(ACTING, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const named = NAMED[character];
    if (named !== undefined) return named;
    if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code <= 0xffff
      ? `\\u${code.toString(16).padStart(4, '0')}`
      : `\\u{${code.toString(16)}}`;
  });
}
