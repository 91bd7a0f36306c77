import { parsePid } from '../posix/parse-pid.ts';
import { decodeEscapes } from './decode-escapes.ts';

/*
 * lsof -b -w -nP -a -p 4711 -d cwd,txt -F pfn; manual page lsof(8). The first text file is the
 * program, those behind it are what it has mapped:
 *
 * p4711
 * fcwd
 * n/Users/ann/shop
 * ftxt
 * n/opt/homebrew/Cellar/node/24.1.0/bin/node
 * ftxt
 * n/usr/lib/dyld
 */

export interface ProcessFiles {
  readonly cwd?: string;
  readonly executable?: string;
}

/** The folder and the program of each process; only absolute paths, and none of a cut line. */
export function parseFiles(text: string): ReadonlyMap<number, ProcessFiles> {
  const found = new Map<number, { cwd?: string; executable?: string }>();
  const lines = text.split('\n');
  lines.pop();
  let current: { cwd?: string; executable?: string } | undefined;
  let descriptor = '';
  for (const line of lines) {
    const value = line.slice(1);
    if (line.startsWith('p')) {
      const pid = parsePid(value);
      current = pid === undefined ? undefined : {};
      if (pid !== undefined && current !== undefined) found.set(pid, current);
    } else if (line.startsWith('f')) descriptor = value;
    else if (line.startsWith('n') && current !== undefined && value.startsWith('/')) {
      if (descriptor === 'cwd') current.cwd ??= decodeEscapes(value);
      if (descriptor === 'txt') current.executable ??= decodeEscapes(value);
    }
  }
  return found;
}
