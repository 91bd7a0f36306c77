import { unwatchFile, watch, watchFile, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';
import { readErrorCode } from './errno.ts';

/** Editors write a file in several steps; what counts is how it is when they are done. */
const SETTLE_MS = 200;
/** Where the system cannot tell of changes, the file is looked at this often. */
const LOOK_EVERY_MS = 5000;

/**
 * Calls `onChange` some moments after the file was written, replaced or removed, once for changes
 * that follow each other; keeps no process alive. Returns the function that ends it.
 */
export function watchOneFile(file: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const settle = (): void => {
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS).unref();
  };
  let watcher: FSWatcher | undefined;
  let isLooking = false;
  function lookNowAndThen(): void {
    isLooking = true;
    watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, settle);
  }
  try {
    // The folder, because a replaced file is another one.
    watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(file)) settle();
    });
    watcher.on('error', () => {
      watcher?.close();
      if (!isLooking) lookNowAndThen();
    });
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    lookNowAndThen();
  }
  return () => {
    clearTimeout(timer);
    watcher?.close();
    if (isLooking) unwatchFile(file, settle);
  };
}
