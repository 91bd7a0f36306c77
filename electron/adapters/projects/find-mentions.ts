import type { NumberAt } from './command-ports.ts';
import { isOtherServer } from './whose-port.ts';

/*
 * origin: ['http://localhost:3000', 'http://127.0.0.1:3000'],
 * proxy_pass http://web:3000;
 * EXPOSE 3000
 * app.listen(process.env.PORT || 3000)
 */

const LINE_LENGTH_MAX = 1000;
/** What may follow a port: no further digit, letter, fraction or date. */
const END = String.raw`(?![\w]|\.\d|-\d)`;

/** The lines of a text that take a service for granted on this port. */
export function findMentions(text: string, port: number): readonly NumberAt[] {
  const expression = toExpression(port);
  return [...text.matchAll(/[^\r\n]+/g)].flatMap(({ 0: line, index }) => {
    if (line.length > LINE_LENGTH_MAX || !line.includes(String(port))) return [];
    return [...line.matchAll(expression)].flatMap((match) => {
      const [whole] = match;
      if (isOtherServer(match.groups?.['key'] ?? '')) return [];
      return [{ port, start: index + match.index + whole.lastIndexOf(String(port)) }];
    });
  });
}

function toExpression(port: number): RegExp {
  const host = String.raw`(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:]*\]|host\.docker\.internal)`;
  const before = [
    // An address with the host of a person's own machine, or any with a scheme.
    String.raw`${host}:`,
    String.raw`[a-z][a-z\d+.-]*:\/\/[^\s/:"'\`<>@]+:`,
    // A key that speaks of a port, with a value or a default.
    String.raw`(?<key>[\w.-]*port)["'\])]*\s*(?:[:=]|\|\||\?\?|,)\s*["'\`]?`,
    String.raw`(?<!\w)--?(?:[\w.-]*port|[pl])[= ]?\s*["']?`,
    String.raw`\blisten\s*\(?\s*`,
    String.raw`\bEXPOSE\s+(?:\d+(?:\/\w+)?\s+)*`,
    // ":3000" as Go writes an address.
    String.raw`["'\`]:`,
  ].map((start) => `(?:${start})${port}${END}`);
  // The host's side of a published port.
  before.push(String.raw`(?:^|[\s"'-])${port}(?=:\d{1,5}(?:\/\w+)?(?:["'\s]|$))`);
  return new RegExp(before.join('|'), 'gi');
}
