/*
 * wsl.exe --list --running --quiet: one name a line, the default one first, in UTF-16. Where none
 * runs it says so in the person's language, and ends with a failure.
 *
 * Ubuntu-22.04
 * docker-desktop
 */

/** As registering a distribution demands of its name. */
const NAME = /^[A-Za-z0-9._-]{1,100}$/;
/** Docker Desktop's own, which it publishes ports of by itself. */
const OF_DOCKER = /^docker-desktop/i;
const DISTRIBUTIONS_MAX = 16;

/** The distributions that people work in; whatever is no name is passed over. */
export function parseDistributions(text: string): readonly string[] {
  const names = text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\ufeff/, '').trim())
    .filter((name) => NAME.test(name) && !OF_DOCKER.test(name));
  return [...new Set(names)].slice(0, DISTRIBUTIONS_MAX);
}
