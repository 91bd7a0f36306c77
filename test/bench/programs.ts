import { spawnSync } from 'node:child_process';
import type { ContestantKind } from './contestants.ts';

const WANTED = ['ss', 'lsof', 'netstat'] as const satisfies readonly ContestantKind[];

/** Which programs to compare with are installed. */
export function findPrograms(): {
  readonly here: readonly ContestantKind[];
  readonly missing: readonly string[];
} {
  const isHere = (name: string): boolean =>
    spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;
  const here = WANTED.filter(isHere);
  return { here, missing: WANTED.filter((name) => !here.includes(name)) };
}
