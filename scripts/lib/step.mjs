import { realpathSync } from 'node:fs';

/** A failure that the person can act on: printed as it is, without a stack. */
export class PlainError extends Error {}

/** @param {number} startedAt from performance.now() */
export const secondsSince = (startedAt) =>
  `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

/**
 * Says what is being done, does it, and says how long it took. A string that the work returns is
 * printed as its result.
 * @param {string} label
 * @param {() => Promise<string | void>} work
 */
export async function step(label, work) {
  const startedAt = performance.now();
  process.stdout.write(`${label} … `);
  try {
    const result = await work();
    console.log(`${result ? `${result}, ` : ''}${secondsSince(startedAt)}`);
  } catch (error) {
    console.log(`failed after ${secondsSince(startedAt)}`);
    throw error;
  }
}

/**
 * Runs a script's main function; a failure sets the exit code and is printed.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof PlainError ? error.message : error);
    process.exitCode = 1;
  }
}

/**
 * True when node was started with this module, false when another module imports it.
 * @param {ImportMeta} meta
 */
export const isMain = (meta) =>
  process.argv[1] !== undefined && meta.filename === realpathSync(process.argv[1]);
