/** The port that the text names, if it names one and nothing else. */
export function findPortInText(text: string): number | undefined {
  const port = /^\s*:?(\d{1,5})\s*$/.test(text) ? Number(text.replace(':', '')) : 0;
  // A port of two digits may be the beginning of a longer one; it is searched for as text.
  return port >= 100 && port <= 65_535 ? port : undefined;
}
