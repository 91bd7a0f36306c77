/*
 * When two paths, or two names of programs, mean the same.
 *
 * Windows takes `C:/Shop` for `c:\shop`, and tells the path of a program as it was spelt when that
 * was started; so case and slashes count for nothing there. A volume of macOS may not tell cases
 * apart either, yet the system tells paths in the volume's own spelling, and so does
 * `Host.resolvePath` of the paths in rules; and another volume does tell them apart. So there, as
 * on Linux, every letter counts. A path shows by itself whose it is.
 */

const WINDOWS_PATH = /^(?:[a-z]:[\\/]|\\\\)/i;
const WINDOWS_PROGRAM = /\.exe$/i;

export function isSamePath(a: string, b: string): boolean {
  return a === b || toComparable(a) === toComparable(b);
}

/** Whether the path is the folder, or lies in it at whatever depth. */
export function isInFolder(path: string, folder: string): boolean {
  const separator = WINDOWS_PATH.test(folder) ? '\\' : '/';
  const root = toComparable(folder).replace(/[\\/]+$/, '');
  const inner = toComparable(path);
  return inner === root || inner.startsWith(`${root}${separator}`);
}

/** Whether a program, by its path or its short name, is one of Windows. */
export function isOfWindows(program: string): boolean {
  return WINDOWS_PATH.test(program) || (!program.includes('/') && WINDOWS_PROGRAM.test(program));
}

function toComparable(path: string): string {
  return WINDOWS_PATH.test(path) ? path.replaceAll('/', '\\').toLowerCase() : path;
}
