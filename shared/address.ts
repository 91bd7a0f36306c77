/*
 * 0:0:0:0:0:0:0:1
 * 2001:DB8::0010
 * ::ffff:127.0.0.1
 *
 * RFC 4291 says what may be written, RFC 5952 what should be: lower case, no leading zeros, the
 * longest run of zero groups as `::`. An IPv4 address in IPv6 clothes is that IPv4 address.
 */

/** The one spelling of an IP address that the system uses too; text that is none stays as it is. */
export function toCanonicalAddress(text: string): string {
  if (!text.includes(':')) return text;
  const groups = parseGroups(text.toLowerCase());
  if (groups === undefined) return text;
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xff_ff;
  if (isMapped) {
    const [high = 0, low = 0] = groups.slice(6);
    return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
  }
  return formatGroups(groups);
}

function parseGroups(text: string): readonly number[] | undefined {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (dotted !== null) {
    const [, start = '', ...bytes] = dotted;
    const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number);
    return parseGroups(`${start}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`);
  }
  const [head = '', tail, ...rest] = text.split('::');
  if (rest.length > 0) return undefined;
  const toNumbers = (part: string): readonly number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const before = toNumbers(head);
  const after = toNumbers(tail ?? '');
  const gap = 8 - before.length - after.length;
  const isWhole = tail === undefined ? gap === 0 : gap > 0;
  const groups = [...before, ...Array.from({ length: Math.max(0, gap) }, () => 0), ...after];
  return isWhole && groups.every((group) => group >= 0 && group <= 0xff_ff) ? groups : undefined;
}

function formatGroups(groups: readonly number[]): string {
  const text = groups.map((group) => group.toString(16)).join(':');
  const runs = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].toSorted(
    (a, b) => b[0].replace(/^:/, '').length - a[0].replace(/^:/, '').length || a.index - b.index,
  );
  const [longest] = runs;
  if (longest === undefined) return text;
  const before = text.slice(0, longest.index);
  const after = text.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}

/** `127.0.0.1:3000` or `[::1]:3000`. */
export function formatLocalAddress(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
