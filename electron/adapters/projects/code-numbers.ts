/*
 * export default defineConfig({
 *   server: { port: 3000, proxy: { '/api': 'http://localhost:8080' } }, // port: 1
 *   preview: { port: Number(process.env.PORT) || 4173 },
 * })
 *
 * Read as tokens: what is within comments, strings and templates is none of them.
 */

/** A whole number in code and the keys of the objects around it. */
export interface CodeNumber {
  /** `server.port`; objects without a key are left out. */
  readonly place: string;
  readonly port: number;
  readonly start: number;
}

const TOKEN =
  /\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`|[A-Za-z_$][\w$]*|\d[\w.]*|\|\||\?\?|\S/g;
/** Behind one of these a number is the value of the key, or what it is by default. */
const BEFORE_VALUE: ReadonlySet<string> = new Set([':', '||', '??']);

/** The numbers that objects in JavaScript or TypeScript give to their keys. */
export function listCodeNumbers(text: string): readonly CodeNumber[] {
  const found: CodeNumber[] = [];
  const around: string[] = [];
  let word = '';
  let key = '';
  let before = '';
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token.startsWith('//') || token.startsWith('/*')) continue;
    const quoted = /^["'](.*)["']$/.exec(token)?.[1];
    const number = quoted ?? token;
    if (key !== '' && BEFORE_VALUE.has(before) && /^[1-9]\d{1,4}$/.test(number)) {
      const place = [...around, key].filter((name) => name !== '').join('.');
      found.push({ place, port: Number(number), start: index + (quoted === undefined ? 0 : 1) });
    }
    switch (token) {
      case ':':
        key = word;
        break;
      case '{':
        around.push(key);
        key = '';
        break;
      case '}':
        around.pop();
        key = '';
        break;
      case ',':
      case ';':
        key = '';
        break;
      default:
        word = number;
    }
    before = token;
  }
  return found;
}
