import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aConfigFiles } from '../../support/config-files.ts';
import { buildScenarios, type ScenarioProgram } from '../../integration/scenario-program.ts';
import { makeFolder } from '../surroundings.ts';
import { MOVE_FILES, toMoveTargets, writeMoveFiles } from './move-places.ts';

/** How many times a move is killed; spread evenly over all of its steps. */
const ROUNDS = Number(process.env['PORTREEVE_KILL_ROUNDS'] ?? 60);

const before = { ...MOVE_FILES, twin: MOVE_FILES['app.ini'] };
const after = {
  '.env': MOVE_FILES['.env']?.replace('PORT=3000', 'PORT=3001'),
  'compose.yaml': MOVE_FILES['compose.yaml']?.replaceAll('3000', '3001'),
  'app.toml': '[server]\nport = 3001 # web\n',
  'app.ini': '[network]\nprimary_port = 3001\n',
  twin: '[network]\nprimary_port = 3001\n',
};

type Scenario = 'apply' | 'undo' | 'recover';
let program: ScenarioProgram;

beforeAll(async () => {
  program = await buildScenarios(new URL('move-program.ts', import.meta.url));
});
afterAll(() => program.remove());

function readAll(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter((name) => name !== 'data');
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** Undefined when it ended by the signal. */
async function run(
  scenario: Scenario,
  folder: string,
  step: number,
): Promise<{ readonly steps: number; readonly result: { readonly kind: string } } | undefined> {
  try {
    return (await program.run(scenario, [folder, String(step)], [])) as {
      steps: number;
      result: { kind: string };
    };
  } catch (error) {
    if (String(error).includes('ended with null')) return undefined;
    throw error;
  }
}

async function countSteps(scenario: 'apply' | 'undo', root: string): Promise<number> {
  const folder = join(root, `whole-${scenario}`);
  writeMoveFiles(folder);
  const done = await run(scenario, folder, 0);
  expect(done?.result.kind).toBe('written');
  expect(readAll(folder)).toEqual(scenario === 'apply' ? after : before);
  return done?.steps ?? 0;
}

describe('a move of five places in four files', () => {
  it(
    `is whole or not begun after a kill at any step (${ROUNDS} rounds)`,
    { timeout: 30_000 + ROUNDS * 2000 },
    async () => {
      const root = makeFolder();
      const counts = {
        apply: await countSteps('apply', root),
        undo: await countSteps('undo', root),
      };
      const seen = { apply: 0, undo: 0, whole: 0 };
      for (let round = 0; round < ROUNDS; round += 1) {
        const scenario = round % 3 === 1 ? 'undo' : 'apply';
        const step = 1 + Math.floor(((round + 0.5) * counts[scenario]) / ROUNDS);
        const folder = join(root, `round-${round}`);
        writeMoveFiles(folder);
        expect(await run(scenario, folder, step)).toBeUndefined();
        // The next start may be killed as well.
        if (round % 3 === 2) await run('recover', folder, 1 + ((round * 7) % 60));

        const journalFile = join(folder, 'data', 'move.json');
        const wasInterrupted = existsSync(journalFile);
        const configFiles = aConfigFiles({
          backupFolder: join(folder, 'data', 'backups'),
          journalFile,
          clock: { wallMs: () => Date.now() },
        });
        expect((await configFiles.recover()).kind).toBe(wasInterrupted ? 'taken-back' : 'nothing');
        expect(existsSync(journalFile)).toBe(false);
        const now = readAll(folder);
        const isNew = now['app.toml'] === after['app.toml'];
        expect(now).toEqual(isNew ? after : before);
        expect(isNew).toBe(wasInterrupted ? scenario === 'undo' : isNew);
        seen[wasInterrupted ? scenario : 'whole'] += 1;
        const [from, to] = isNew ? [3001, 3002] : [3000, 3001];
        expect((await configFiles.planEdits(toMoveTargets(folder), from, to)).kind).toBe('edits');
      }
      expect(Math.min(seen.apply, seen.undo, seen.whole)).toBeGreaterThan(0);
    },
  );
});
