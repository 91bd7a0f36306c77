import * as fc from 'fast-check';
import { expect } from 'vitest';

/*
 * The short form is part of `npm test`: some hundred inputs a target, in seconds. The long form,
 * `npm run fuzz`, shares out the number of inputs that it is given. A failure prints its seed and
 * the smallest input that it found; an input that once failed stays, among a target's examples.
 */

const SHORT_INPUTS = 300;
/** What one input may take: it is milliseconds where nothing is wrong, on any machine. */
const INPUT_MS_MAX = 5000;
const LONG_TIMEOUT_MS = 60 * 60_000;
const SHORT_TIMEOUT_MS = 120_000;

const inputsWanted = Number(process.env['PORTREEVE_FUZZ_INPUTS'] ?? '0');

export interface Fuzzed<Input> {
  /** How many of each thousand that the long form was asked for; all together are more. */
  readonly share: number;
  readonly inputs: fc.Arbitrary<Input>;
  /** Throws where an input is taken wrongly. */
  readonly check: (input: Input) => void | Promise<void>;
  /** What once failed. */
  readonly examples?: readonly Input[];
}

const isLong = inputsWanted > 0;

/** How long such a test may take, as Vitest wants it told. */
export const FUZZING = { timeout: isLong ? LONG_TIMEOUT_MS : SHORT_TIMEOUT_MS };

/** Hands many inputs to `check`: none may make it throw, hang, or accept garbage. */
export async function expectTaken<Input>(options: Fuzzed<Input>): Promise<void> {
  const { share, inputs, check, examples = [] } = options;
  const numRuns = isLong ? Math.ceil((inputsWanted * share) / 1000) : SHORT_INPUTS;
  let count = 0;
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      count += 1;
      const startedAt = performance.now();
      await check(input);
      expect(performance.now() - startedAt).toBeLessThan(INPUT_MS_MAX);
    }),
    { numRuns, examples: examples.map((input): [Input] => [input]) },
  );
  expect(count).toBeGreaterThanOrEqual(numRuns);
}
