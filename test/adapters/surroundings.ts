import { spawnSync } from 'node:child_process';
import { appendFileSync, chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

const NOBODY = 65_534;

/** A fresh folder that is gone after the test. */
export function makeFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'portreeve-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Whether this process can act as another account for a while. */
export const canActAsNobody = process.geteuid?.() === 0 && isMainThread;

/** Runs the task without any right of root; `folders` are handed to that account first. */
export async function asNobody<T>(folders: readonly string[], task: () => Promise<T>): Promise<T> {
  for (const folder of folders) chownSync(folder, NOBODY, NOBODY);
  process.seteuid?.(NOBODY);
  try {
    return await task();
  } finally {
    process.seteuid?.(0);
  }
}

/** A file system of `kib` KiB, unmounted after the test; where mounting is refused, skips it. */
export function mountSmallDisk(kib: number, skip: (note: string) => never): string {
  if (platform() !== 'linux' || process.geteuid?.() !== 0) return skip('only root can mount');
  const folder = join(makeFolder(), 'disk');
  mkdirSync(folder);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', folder]);
  if (mounted.status !== 0) return skip('mounting is refused here');
  onTestFinished(() => {
    spawnSync('umount', [folder]);
  });
  return folder;
}

/** A file that takes all room that is left. */
export function fillUp(folder: string): string {
  const filler = join(folder, 'filler');
  for (;;) {
    try {
      appendFileSync(filler, Buffer.alloc(4096));
    } catch {
      return filler;
    }
  }
}
