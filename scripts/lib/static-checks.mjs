import { join } from 'node:path';
import { inProject } from './paths.mjs';
import { run } from './run.mjs';
import { secondsSince } from './step.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

const oneCheckMaxMs = 5 * 60_000;

/** Each is a program of node_modules with its arguments. */
const staticChecks = [
  ['tsc', '-b'],
  ['oxlint', '--type-aware', '--deny-warnings'],
  ['prettier', '--check', '.'],
  ['depcruise', '--config', '.dependency-cruiser.cjs', 'electron', 'shared', 'renderer'],
  ['knip'],
];

/** @param {string} name */
const findTool = (name) =>
  inProject(join('node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name));

/**
 * @param {readonly string[]} check
 * @returns {Promise<boolean>} whether it passed
 */
async function runStaticCheck([name = '', ...args]) {
  const startedAt = performance.now();
  const result = await run(findTool(name), args, { timeoutMs: oneCheckMaxMs });
  const passed = result.code === 0;
  const verdict = passed ? 'passed' : result.timedOut ? 'timed out' : 'failed';
  console.log(`${name} … ${verdict}, ${secondsSince(startedAt)}`);
  if (!passed) console.log(`${result.output.trimEnd()}\n`);
  return passed;
}

/**
 * Runs all of them even when one fails, and prints what each came to.
 * @returns {Promise<Count>}
 */
export async function runStaticChecks() {
  const waiting = [...staticChecks];
  const count = { passed: 0, failed: 0, skipped: 0 };
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      count[(await runStaticCheck(check)) ? 'passed' : 'failed'] += 1;
    }
  };
  // Two at a time: most machines that run this have at least two cores, few have many.
  await Promise.all([work(), work()]);
  return count;
}
