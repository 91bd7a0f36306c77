/*
 * How lsof writes characters that do not print, one field a line; manual page lsof(8), OUTPUT:
 *
 * Code\x20Helper    caf\xc3\xa9    new\nline    back\\slash    ^[[31m
 */

const NAMED: Readonly<Record<string, number>> = { b: 8, f: 12, n: 10, r: 13, t: 9, '\\': 92 };
const ESCAPE = /\\x([0-9a-fA-F]{2})|\\([bfnrt\\])/g;

/** The text as the process has it; bytes that are no UTF-8 become U+FFFD. */
export function decodeEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  const bytes: Buffer[] = [];
  let from = 0;
  for (const match of text.matchAll(ESCAPE)) {
    const [whole, hex, name = ''] = match;
    bytes.push(Buffer.from(text.slice(from, match.index), 'utf8'));
    bytes.push(Buffer.from([hex === undefined ? (NAMED[name] ?? 0) : Number.parseInt(hex, 16)]));
    from = match.index + whole.length;
  }
  bytes.push(Buffer.from(text.slice(from), 'utf8'));
  return Buffer.concat(bytes).toString('utf8');
}
