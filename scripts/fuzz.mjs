// Hands hostile and damaged inputs to every parser, editor and door of the program: `npm run fuzz`
// for a million of them, `npm run fuzz -- 50000` for so many. `npm test` does some hundred of each.
import './lib/check-node.mjs';
import { inProject } from './lib/paths.mjs';
import { endingWithUs, run } from './lib/run.mjs';
import { PlainError, runMain } from './lib/step.mjs';
import { stopWithNpm } from './lib/stop-with-npm.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';

const ONE_MILLION = 1_000_000;

await runMain(async () => {
  stopWithNpm();
  const wanted = Number(process.argv[2] ?? ONE_MILLION);
  if (!Number.isInteger(wanted) || wanted < 1) throw new PlainError('How many inputs?');
  await ensureNodeModules();
  const vitest = [inProject('node_modules/vitest/vitest.mjs'), 'run', '--project', 'rules'];
  const [command, args] = endingWithUs(process.execPath, [...vitest, 'test/fuzz']);
  const { code } = await run(command, args, {
    timeoutMs: 2 * 60 * 60_000,
    env: { ...process.env, PORTREEVE_FUZZ_INPUTS: String(wanted) },
    showOutput: true,
  });
  if (code !== 0) throw new PlainError('An input was taken wrongly; its seed stands above.');
});
