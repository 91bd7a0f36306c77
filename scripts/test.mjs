// Checks and tests everything: `npm test`. `npm test -- FILTER` runs only the tests that Vitest
// finds by FILTER. All checks run even when one fails; the last line counts them together with the
// test cases.
import './lib/check-node.mjs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from './lib/paths.mjs';
import { endingWithUs, run } from './lib/run.mjs';
import { runMain, secondsSince } from './lib/step.mjs';
import { stopWithNpm } from './lib/stop-with-npm.mjs';
import { openDesktop } from './lib/virtual-desktop.mjs';
import { setup } from './setup.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

const oneMinuteMs = 60_000;
const allTestsMaxMs = 60 * oneMinuteMs;
/** Who asks for some of them may want a soak of hours. */
const chosenTestsMaxMs = 5 * 60 * oneMinuteMs;

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
  const result = await run(findTool(name), args, { timeoutMs: 5 * oneMinuteMs });
  const passed = result.code === 0;
  const verdict = passed ? 'passed' : result.timedOut ? 'timed out' : 'failed';
  console.log(`${name} … ${verdict}, ${secondsSince(startedAt)}`);
  if (!passed) console.log(`${result.output.trimEnd()}\n`);
  return passed;
}

/** @returns {Promise<Count>} */
async function runStaticChecks() {
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

/**
 * What Vitest's JSON report counts. A file that could not even be loaded has no test cases and
 * counts as one failure; so does a run that failed for no reason that the report knows.
 * @param {string} reportFile
 * @param {boolean} succeeded
 * @returns {Promise<Count>}
 */
async function readReport(reportFile, succeeded) {
  /** @type {any} */
  const report = await readFile(reportFile, 'utf8').then(JSON.parse, () => undefined);
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const brokenFiles = report.testResults.filter(
    (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failed = report.numFailedTests + brokenFiles.length;
  return {
    passed: report.numPassedTests,
    failed: succeeded ? failed : Math.max(failed, 1),
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * Runs the tests on a display and a session bus of their own.
 * @param {readonly string[]} filters
 * @returns {Promise<Count>}
 */
async function runVitest(filters) {
  const folder = await mkdtemp(join(tmpdir(), 'portreeve-test-'));
  const reportFile = join(folder, 'report.json');
  try {
    const desktop = await openDesktop({ isPrivate: true });
    try {
      const vitest = [inProject('node_modules/vitest/vitest.mjs'), 'run', ...filters];
      const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
      const [command, args] = endingWithUs(process.execPath, [...vitest, ...report]);
      const { code } = await run(command, args, {
        timeoutMs: filters.length === 0 ? allTestsMaxMs : chosenTestsMaxMs,
        env: desktop.env,
        showOutput: true,
      });
      return await readReport(reportFile, code === 0);
    } finally {
      await desktop.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {readonly Count[]} counts */
function printTotal(counts) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const count of counts) {
    total.passed += count.passed;
    total.failed += count.failed;
    total.skipped += count.skipped;
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  if (total.failed > 0) process.exitCode = 1;
}

/** @type {Count[]} */
const counts = [];
await runMain(async () => {
  stopWithNpm();
  const filters = process.argv.slice(2);
  await setup({ tests: true });
  if (filters.length === 0) counts.push(await runStaticChecks());
  counts.push(await runVitest(filters));
});
// What stopped the run before its end is a failure too, and the last line says so.
if (process.exitCode) counts.push({ passed: 0, failed: 1, skipped: 0 });
printTotal(counts);
