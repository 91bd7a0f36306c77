// Runs the static checks without the tests: `npm run check`. `npm test` begins with the same.
import './lib/check-node.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { runStaticChecks } from './lib/static-checks.mjs';
import { runMain } from './lib/step.mjs';
import { stopWithNpm } from './lib/stop-with-npm.mjs';

await runMain(async () => {
  stopWithNpm();
  await ensureNodeModules();
  const { passed, failed } = await runStaticChecks();
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
});
