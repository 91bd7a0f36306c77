import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import type { Notice, Undoable } from '../../shared/snapshot.ts';
import { makeFolder, writeSettings } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { takePorts } from '../support/ports.ts';
import { isThere, startActor } from '../support/situations.ts';
import { buildScenarios, type ScenarioProgram } from './scenario-program.ts';

/*
 * The app is killed at every step of a whole move: while it writes, records, ends the service,
 * starts it and waits for it. The next start knows what stands, tells it, and can take it back.
 */

/** How many times; spread evenly over all steps. */
const ROUNDS = Number(process.env['PORTREEVE_KILL_ROUNDS'] ?? 24);
const PORT = takePorts('integration/interrupted-moves', 10);

/** Reads its port from the file beside it. */
const SERVICE = `const { readFileSync } = require('node:fs');
const port = Number(/^PORT=(\\d+)/m.exec(readFileSync(__dirname + '/.env', 'utf8'))[1]);
require('node:net').createServer().listen(port, '127.0.0.1', () => console.log(port));
setTimeout(process.exit, 60_000);`;
const toEnv = (port: number): string => `# the shop\r\nPORT=${port} # here\r\n`;
/** A second file, so that there is something between the files. */
const toJson = (port: number): string => `{\n  "url": "http://localhost:${port}/" // here\n}\n`;

interface Told {
  readonly steps: number;
  readonly outcome?: { readonly kind: string; readonly outcome?: { readonly kind: string } };
  readonly notices: readonly Notice[];
  readonly undoable?: Undoable;
  readonly port: number;
}

let program: ScenarioProgram;
let root: ReturnType<typeof makeFolder>;

beforeAll(async () => {
  root = makeFolder();
  program = await buildScenarios(new URL('whole-move-program.ts', import.meta.url));
});
afterAll(() => {
  program.remove();
  root.remove();
});

function aShop(name: string) {
  const [data, project] = [join(root.path, name, 'data'), join(root.path, name, 'shop')];
  mkdirSync(data, { recursive: true });
  mkdirSync(project);
  const [env, json] = [join(project, '.env'), join(project, 'app.json')];
  writeFileSync(env, toEnv(PORT));
  writeFileSync(json, toJson(PORT));
  writeFileSync(join(project, 'package.json'), '{}');
  writeFileSync(join(project, 'server.cjs'), SERVICE);
  writeSettings(data, {
    ...defaultSettings,
    recordOccupancies: false,
    watchedPorts: [
      aWatchedPort({
        port: PORT,
        expectedOwner: { kind: 'project', folder: project },
        fallbackPorts: [{ from: PORT + 1, to: PORT + 9 }],
        configTargets: [
          { kind: 'dotenv', file: env, key: 'PORT' },
          { kind: 'json', file: json, path: ['url'] },
        ],
      }),
    ],
  });
  return {
    data,
    readPort(): number {
      const port = Number(/^PORT=(\d+)/m.exec(readFileSync(env, 'utf8'))?.[1]);
      expect(readFileSync(env, 'utf8')).toBe(toEnv(port));
      expect(readFileSync(json, 'utf8')).toBe(toJson(port));
      return port;
    },
    async startService() {
      await startActor(process.execPath, ['server.cjs'], { cwd: project }).next();
    },
    async endServices() {
      const pids = listPidsIn(project);
      for (const pid of pids) process.kill(pid, 'SIGKILL');
      await eventually(() => !pids.some(isThere) || undefined, 'the services to end');
    },
    isProven: () =>
      /"kind":"reassign-restarted".*"outcome":"running"/.test(
        readFileSync(join(data, 'history.jsonl'), 'utf8'),
      ),
    isJournalEnded(): boolean {
      const journal = join(data, 'move-in-progress.json');
      const unfinished = `${journal}.d`;
      const left = existsSync(unfinished) ? readdirSync(unfinished) : [];
      return !existsSync(journal) && left.length === 0;
    },
  };
}

/** Who works in the folder, were it started only this moment. */
function listPidsIn(folder: string): readonly number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      // It has ended, or is somebody else's.
      return false;
    }
  });
}

/** Undefined when it ended by the signal. */
async function run(scenario: string, data: string, step = 0): Promise<Told | undefined> {
  try {
    return (await program.run(scenario, [data, String(step)], [])) as Told;
  } catch (error) {
    if (String(error).includes('ended with null')) return undefined;
    throw error;
  }
}

const toKinds = (told: Told | undefined) => told?.notices.map(({ kind }) => kind);

test(
  `a move that is killed at any step is told at the next start and can be taken back (${ROUNDS} rounds)`,
  { timeout: 60_000 + ROUNDS * 10_000 },
  async () => {
    const whole = aShop('whole');
    await whole.startService();
    const done = await run('move', whole.data);
    expect(done?.outcome?.outcome).toMatchObject({ service: { kind: 'running' } });
    expect(whole.readPort()).toBeGreaterThan(PORT);
    expect(whole.isJournalEnded()).toBe(true);
    await whole.endServices();
    expect(toKinds(await run('start', whole.data))).toEqual([]);
    const back = await run('undo', whole.data);
    expect(back).toMatchObject({ outcome: { kind: 'undone' }, port: PORT });
    const steps = { move: done?.steps ?? 0, undo: back?.steps ?? 0 };

    const seen = { 'not-begun': 0, 'taken-back': 0, unfinished: 0, done: 0, 'not-killed': 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      const isUndo = round % 4 === 3;
      const shop = aShop(`round-${round}`);
      await shop.startService();
      if (isUndo) await run('move', shop.data);
      const scenario = isUndo ? 'undo' : 'move';
      const step = 1 + Math.floor(((round + 0.5) * steps[scenario]) / ROUNDS);
      // How long a service takes to come up is not the same each time, nor how often it is looked for.
      if ((await run(scenario, shop.data, step)) !== undefined) seen['not-killed'] += 1;
      await shop.endServices();

      const told = await run('start', shop.data);
      const port = shop.readPort();
      const kinds = toKinds(told);
      expect(shop.isJournalEnded()).toBe(true);
      expect(told?.port).toBe(port);
      if (kinds?.includes('move-taken-back') === true) seen['taken-back'] += 1;
      else if (kinds?.includes('move-unfinished') === true) seen.unfinished += 1;
      else seen[(port === PORT) === isUndo ? 'done' : 'not-begun'] += 1;
      // Told once.
      expect(toKinds(await run('start', shop.data))).toEqual([]);
      expect(told?.undoable?.to).toBe(port === PORT ? undefined : port);
      // Nothing is told where the last thing that was recorded is the proof.
      const isKnown = isUndo || port === PORT || shop.isProven();
      expect(kinds?.includes('move-unfinished')).toBe(!isKnown);
      const back = port === PORT ? told : await run('undo', shop.data);
      expect(back?.port).toBe(PORT);
      expect(shop.readPort()).toBe(PORT);
    }
    process.stdout.write(
      `killed at ${steps.move} steps of a move and ${steps.undo} of an undo: ${JSON.stringify(seen)}\n`,
    );
    expect(Math.min(seen['taken-back'], seen.unfinished)).toBeGreaterThan(0);
  },
);
