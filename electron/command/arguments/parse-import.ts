import type { ArgumentProblem } from './argument-problem.ts';

export interface ImportAsked {
  readonly kind: 'import';
  readonly asksJson: boolean;
  /** As it was written; relative to the working folder. */
  readonly folder: string;
  readonly isDryRun: boolean;
  readonly isAgreed: boolean;
}

/** Reads what follows `portreeve import`. */
export function toImportAsked(
  folder: string | undefined,
  flags: ReadonlyMap<string, string>,
): ImportAsked | ArgumentProblem {
  if (folder === undefined) return { kind: 'value-missing', flag: 'import', wanted: 'folder' };
  if (flags.has('--dry-run') && flags.has('--yes')) {
    return { kind: 'not-together', flag: '--dry-run', other: '--yes' };
  }
  const [asksJson, isAgreed] = [flags.has('--json'), flags.has('--yes')];
  // A document answers a program, and a program cannot be asked.
  const isDryRun = flags.has('--dry-run') || (asksJson && !isAgreed);
  return { kind: 'import', asksJson, folder, isDryRun, isAgreed };
}
