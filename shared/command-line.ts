/** A command as it would be typed into a shell; words that a shell would take apart are quoted. */
export function toCommandLine(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}
