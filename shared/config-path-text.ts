/** A name that needs no quotes in a path. */
export const BARE = /[^\s.[\]"'\\,:{}]+/y;

/** The text that `parseConfigPath` reads back as the same way. */
export function formatConfigPath(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      BARE.lastIndex = 0;
      const isBare = BARE.exec(step)?.[0] === step;
      return `${index === 0 ? '' : '.'}${isBare ? step : JSON.stringify(step)}`;
    })
    .join('');
}
