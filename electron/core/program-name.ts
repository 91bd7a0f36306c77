import type { Owner } from '../../shared/listener.ts';
import { isOfWindows } from './same-path.ts';

/**
 * The name of the file that the process runs. Its short name is its own choice, so that one counts
 * only where the path is hidden. NixOS puts a script under the program's name, and the program
 * itself beside it as `.name-wrapped`.
 */
export function toProgramName(owner: Owner): string {
  return toFileName(owner).replace(/^\.(.+)-wrapped$/, '$1');
}

/** `python3` is a link to `python3.11`, and the system tells only where it leads. */
const VERSION_SUFFIX = /^[\d.]*$/;

/** Whether the process runs a file of this bare name, or of the name and a version behind it. */
export function isProgramNamed(owner: Owner, wanted: string): boolean {
  const [name, start] = toComparableNames(owner, toFileName(owner), wanted);
  return name.startsWith(start) && VERSION_SUFFIX.test(name.slice(start.length));
}

/** Whether a bare name is the one by which the process is known, or the one that it chose. */
export function isKnownAs(owner: Owner, wanted: string): boolean {
  return [toProgramName(owner), owner.name].some((known) => {
    const [name, other] = toComparableNames(owner, known, wanted);
    return name === other;
  });
}

/** Windows knows no capitals in names, and there `node` is `node.exe`. */
function toComparableNames(owner: Owner, a: string, b: string): readonly [string, string] {
  if (!isOfWindows(owner.executable ?? owner.name)) return [a, b];
  return [withoutEnding(a).toLowerCase(), withoutEnding(b).toLowerCase()];
}

function toFileName({ executable, name }: Owner): string {
  if (executable !== undefined) return toBaseName(executable);
  return isOfWindows(name) ? withoutEnding(name) : name;
}

/** The last part of a path of any system, without `.exe`. */
export function toBaseName(path: string): string {
  return withoutEnding(path.split(/[\\/]/).at(-1) ?? path);
}

function withoutEnding(program: string): string {
  return program.replace(/\.exe$/i, '');
}
