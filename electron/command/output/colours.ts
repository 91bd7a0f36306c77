/** How a text is set off on a terminal; each gives it back as it is where there are no colours. */
export interface Colours {
  readonly heading: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly faint: (text: string) => string;
}

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
}

const asItIs = (text: string): string => text;
export const PLAIN: Colours = { heading: asItIs, good: asItIs, bad: asItIs, faint: asItIs };

/** Only those that every terminal has, so that its owner's own palette decides how they look. */
const COLOURED: Colours = {
  heading: paint(1, 22),
  good: paint(32, 39),
  bad: paint(31, 39),
  faint: paint(2, 22),
};

/**
 * Colours on a terminal that knows them. `FORCE_COLOR` asks for them anywhere, and `FORCE_COLOR=0`
 * or a `NO_COLOR` that is not empty for none.
 */
export function chooseColours({ env, isTerminal }: Surroundings): Colours {
  const { FORCE_COLOR: force, NO_COLOR: none, TERM: terminal } = env;
  if (force !== undefined) return force === '0' || force === 'false' ? PLAIN : COLOURED;
  if (none !== undefined && none !== '') return PLAIN;
  return isTerminal && terminal !== 'dumb' ? COLOURED : PLAIN;
}

/** Sets off the first line: a headline, or the names of columns. */
export function setOffFirstLine(text: string, { heading }: Colours): string {
  const end = text.indexOf('\n');
  return end === -1 ? heading(text) : heading(text.slice(0, end)) + text.slice(end);
}

/** Line by line, for a reader that shows one line at a time. */
function paint(on: number, off: number): (text: string) => string {
  return (text) =>
    text
      .split('\n')
      .map((line) => (line === '' ? line : `\u001B[${on}m${line}\u001B[${off}m`))
      .join('\n');
}
