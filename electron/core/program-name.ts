import type { Owner } from '../../shared/listener.ts';

/**
 * The name of the file that the process runs. Its short name is its own choice, so that one counts
 * only where the path is hidden. NixOS puts a script under the program's name, and the program
 * itself beside it as `.name-wrapped`.
 */
export function toProgramName(owner: Owner): string {
  const name = owner.executable === undefined ? owner.name : toBaseName(owner.executable);
  return name.replace(/^\.(.+)-wrapped$/, '$1');
}

/** The last part of a path of any system, without `.exe`. */
export function toBaseName(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? path).replace(/\.exe$/i, '');
}
