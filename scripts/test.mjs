// Checks and tests everything: `npm test`. `npm test -- FILTER` runs only the tests that Vitest
// finds by FILTER. All checks run even when one fails; the last line counts them together with the
// test cases.
import './lib/check-node.mjs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from './lib/paths.mjs';
import { endingWithUs, run } from './lib/run.mjs';
import { runStaticChecks } from './lib/static-checks.mjs';
import { runMain } from './lib/step.mjs';
import { stopWithNpm } from './lib/stop-with-npm.mjs';
import { openDesktop } from './lib/virtual-desktop.mjs';
import { setup } from './setup.mjs';

/** @typedef {import('./lib/static-checks.mjs').Count} Count */

const oneMinuteMs = 60_000;
const allTestsMaxMs = 60 * oneMinuteMs;
/** Who asks for some of them may want a soak of hours. */
const chosenTestsMaxMs = 5 * 60 * oneMinuteMs;

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
