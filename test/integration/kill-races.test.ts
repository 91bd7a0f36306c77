import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { buildScenarios, type ScenarioProgram } from './scenario-program.ts';

/*
 * A pid that changes hands while its process is being killed. The races run in a namespace of
 * pids of their own, where the next pid can be chosen without disturbing the machine.
 */

const RACES = Number(process.env['PORTREEVE_TEST_RACES'] ?? 2_000);

const IN_NEW_NAMESPACES = ['unshare', '-n', '-p', '-f', '--mount-proc', '--kill-child'];

const [command = '', ...flags] = IN_NEW_NAMESPACES;
const isRoot = process.platform === 'linux' && process.geteuid?.() === 0;
const hasPython = isRoot && spawnSync('python3', ['-c', '']).status === 0;
const choose = ['sh', '-c', 'echo 300 > /proc/sys/kernel/ns_last_pid'];
const canChoosePids = isRoot && spawnSync(command, [...flags, ...choose]).status === 0;
const obstacle = !isRoot
  ? 'only root can choose pids'
  : !hasPython
    ? 'python3 is not there'
    : canChoosePids
      ? undefined
      : 'no namespace of pids can be made here';

const tallySchema = z.object({
  races: z.number(),
  reuses: z.number(),
  equalStartTokens: z.number(),
  rightlySignalled: z.number(),
  wronglySignalled: z.number(),
  answers: z.record(z.string(), z.number()),
});

let program: ScenarioProgram | undefined;
beforeAll(async () => {
  if (obstacle === undefined)
    program = await buildScenarios(new URL('race-scenarios.ts', import.meta.url));
});
afterAll(() => program?.remove());

describe('a pid that is given to another process while its owner is being killed', () => {
  test(
    `${RACES} times, with a descriptor of the process: nobody else is ever signalled`,
    { timeout: 60_000 + RACES * 60 },
    async ({ skip }) => {
      if (obstacle !== undefined) return skip(obstacle);
      const tally = await run('with a descriptor', RACES);
      expect(tally.wronglySignalled).toBe(0);
      expect(Object.keys(tally.answers).sort()).toEqual([
        'changed',
        'gone',
        'sent to the right one',
      ]);
      expect(tally.reuses).toBeGreaterThan(RACES * 0.98);
      expect(tally.equalStartTokens).toBeGreaterThan(0);
    },
  );

  test(
    'by its pid alone: nobody else is signalled where that happens before the call',
    { timeout: 60_000 + RACES * 15 },
    async ({ skip }) => {
      if (obstacle !== undefined) return skip(obstacle);
      const count = Math.ceil(RACES / 4);
      const tally = await run('by pid, before the call', count);
      expect(tally.wronglySignalled).toBe(0);
      expect(Object.keys(tally.answers)).toEqual(['changed']);
      expect(tally.reuses).toBeGreaterThan(count * 0.98);
    },
  );

  test('by its pid alone, at the very last moment: it would be hit, and is seen to be', async ({
    skip,
  }) => {
    if (obstacle !== undefined) return skip(obstacle);
    const tally = await run('by pid, at the last moment', 20);
    expect([tally.reuses, tally.wronglySignalled]).toEqual([20, 20]);
  });

  test('and where it is not given to anybody, the right one is signalled', async ({ skip }) => {
    if (obstacle !== undefined) return skip(obstacle);
    const tally = await run('with a descriptor, undisturbed', 100);
    expect([tally.rightlySignalled, tally.reuses]).toEqual([100, 0]);
  });
});

async function run(scenario: string, count: number): Promise<z.infer<typeof tallySchema>> {
  const tally = tallySchema.parse(await program?.run(scenario, [String(count)], IN_NEW_NAMESPACES));
  process.stdout.write(
    `${scenario}: ${tally.races} races, ${tally.reuses} reuses of the pid (${tally.equalStartTokens} with an equal start token), ${tally.rightlySignalled} right processes signalled, wrong processes signalled: ${tally.wronglySignalled}\n`,
  );
  return tally;
}
