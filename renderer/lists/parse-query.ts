/*
 * vite 3000                       every word occurs somewhere
 * port:3000-3999,8080 user:ada    filters look at one fact alone
 * project:"my shop" name:node     quotes keep blanks together
 */

/** What can be searched for; texts are lower-case. */
export interface SearchFacts {
  /** Everything, for words without a filter. */
  readonly text: string;
  readonly port: number;
  readonly pids: readonly number[];
  readonly users: readonly string[];
  readonly projects: readonly string[];
  readonly names: readonly string[];
}

/** Whether something with these facts is searched for. */
export type Query = (facts: SearchFacts) => boolean;

const FILTERS = ['port', 'pid', 'user', 'project', 'name'] as const;
type FilterName = (typeof FILTERS)[number];

/** A filter with its value, a text in quotes, or a word; the colon may be a Chinese one. */
const TERM = /(?:([a-z]+)[:：])?(?:"([^"]*)"?|(\S+))/gi;
/** A filter that is still being typed. */
const BEGUN = /^(?:port|pid|user|project|name)[:：]$/;

/** Undefined when nothing is searched for; a filter without a value does not count yet. */
export function parseQuery(text: string): Query | undefined {
  const terms = [...text.toLowerCase().matchAll(TERM)].flatMap(toTerm);
  return terms.length === 0 ? undefined : (facts) => terms.every((matches) => matches(facts));
}

function toTerm(match: RegExpMatchArray): readonly Query[] {
  const [whole, prefix, quoted, bare] = match;
  const value = quoted ?? bare ?? '';
  if (value === '' || BEGUN.test(value)) return [];
  const filter = FILTERS.find((name) => name === prefix);
  if (filter !== undefined) return [toFilter(filter, value)];
  // `::1` and `http://…` are text: their colon names no filter.
  return [hasText(prefix === undefined ? value : whole.replaceAll('"', ''))];
}

function hasText(word: string): Query {
  return ({ text }) => text.includes(word);
}

function toFilter(name: FilterName, value: string): Query {
  const has = (texts: readonly string[]): boolean => texts.some((text) => text.includes(value));
  switch (name) {
    case 'port': {
      const ranges = toRanges(value);
      return ({ port }) => ranges.some(([from, to]) => from <= port && port <= to);
    }
    case 'pid': {
      const ranges = toRanges(value);
      return ({ pids }) =>
        pids.some((pid) => ranges.some(([from, to]) => from <= pid && pid <= to));
    }
    case 'user':
      return ({ users }) => has(users);
    case 'project':
      return ({ projects }) => has(projects);
    case 'name':
      return ({ names }) => has(names);
  }
}

/** `3000`, `3000-3999`, `8000-`, `-1023`, several with commas; what is no number fits nothing. */
function toRanges(value: string): readonly (readonly [number, number])[] {
  return value.split(/[,，]/).flatMap((part): (readonly [number, number])[] => {
    const match = /^(\d*)([-–]?)(\d*)$/.exec(part);
    if (match === null || part === '' || part === '-') return [];
    const [, from = '', dash = '', to = ''] = match;
    if (dash === '') return [[Number(from), Number(from)]];
    return [[from === '' ? 0 : Number(from), to === '' ? Infinity : Number(to)]];
  });
}
