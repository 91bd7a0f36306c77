import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aConfigFiles } from '../support/config-files.ts';
import { createProjects } from '../../electron/adapters/projects/projects.ts';
import type { ConfigTarget } from '../../shared/config-target.ts';
import { median, type Sample, type Series } from './samples.ts';
import { toNumber, toTable } from './tables.ts';

/*
 * What it takes to plan the change of a port in many files, and to find the places and the
 * mentions of ports in a project of many files.
 */

const FILES = 200;
const PORT = 3000;
const PLAN_AT_MOST_MS = 300;

export interface PlanMeasured {
  readonly series: readonly Series[];
  readonly text: string;
}

/** A file of each format in turn, with much else in it. */
const FORMATS: readonly ((folder: string) => {
  readonly target: ConfigTarget;
  readonly text: string;
})[] = [
  (folder) => ({
    target: { kind: 'dotenv', file: join(folder, '.env'), key: 'PORT' },
    text: `${repeat((n) => `KEY_${n}=value ${n}`)}\nPORT=${PORT}\n`,
  }),
  (folder) => ({
    target: { kind: 'json', file: join(folder, 'config.json'), path: ['server', 'port'] },
    text: JSON.stringify({ list: Array.from({ length: 40 }, String), server: { port: PORT } }),
  }),
  (folder) => ({
    target: {
      kind: 'yaml',
      file: join(folder, 'compose.yaml'),
      path: ['services', 'web', 'ports', 0],
    },
    text: `services:\n  web:\n    ports: ["${PORT}:80"]\n    environment:\n${repeat((n) => `      KEY_${n}: value`)}\n`,
  }),
  (folder) => ({
    target: { kind: 'toml', file: join(folder, 'config.toml'), path: ['server', 'port'] },
    text: `[server]\nport = ${PORT}\n[other]\n${repeat((n) => `key_${n} = "value"`)}\n`,
  }),
  (folder) => ({
    target: {
      kind: 'pattern',
      file: join(folder, 'nginx.conf'),
      pattern: String.raw`^[ \t]*listen (\d+)`,
    },
    text: `server {\n  listen ${PORT};\n${repeat((n) => `  add_header X-${n} value;`)}\n}\n`,
  }),
];

export async function measurePlan(projectFolder: string, isQuick: boolean): Promise<PlanMeasured> {
  const rounds = isQuick ? 5 : 15;
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-bench-'));
  try {
    const targets = writeFiles(folder);
    const projects = createProjects();
    const series = [
      await measure(`plan over ${FILES} files`, rounds, () => plan(folder, targets)),
      await measure(`places in ${FILES} files`, rounds, () => countPlaces(projects, folder)),
      await measure(`mentions in ${FILES} files`, rounds, async () => {
        const { mentions } = await projects.readMentions(folder, PORT, []);
        return mentions.length;
      }),
      await measure('places in this project', rounds, () => countPlaces(projects, projectFolder)),
      await measure('mentions of 3000 in this project', rounds, async () => {
        const { mentions } = await projects.readMentions(projectFolder, PORT, []);
        return mentions.length;
      }),
    ];
    return { series, text: toText(series) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function repeat(line: (n: number) => string): string {
  return Array.from({ length: 40 }, (_, n) => line(n)).join('\n');
}

function writeFiles(folder: string): readonly ConfigTarget[] {
  return Array.from({ length: FILES }, (_, index) => {
    const own = join(folder, `service-${index}`);
    mkdirSync(own);
    const format = FORMATS[index % FORMATS.length];
    if (format === undefined) throw new Error('there is no such format');
    const { target, text } = format(own);
    writeFileSync(target.file, text);
    return target;
  });
}

/** With a fresh adapter, which remembers nothing of the round before. */
async function plan(folder: string, targets: readonly ConfigTarget[]): Promise<number> {
  const configFiles = aConfigFiles({
    backupFolder: join(folder, 'backups'),
    journalFile: join(folder, 'journal.json'),
    clock: { wallMs: () => 0 },
  });
  const located = await configFiles.planEdits(targets, PORT, PORT + 1);
  if (located.kind === 'refused') throw new Error(located.reason);
  return located.edits.length;
}

async function countPlaces(
  projects: ReturnType<typeof createProjects>,
  folder: string,
): Promise<number> {
  const reading = await projects.readPlaces(folder);
  if (reading.kind === 'unreadable') throw new Error(`${folder} cannot be read`);
  return reading.places.length;
}

/** The first round, which loads the parsers, is not counted. */
async function measure(
  contestant: string,
  rounds: number,
  task: () => Promise<number>,
): Promise<Series> {
  const samples: Sample[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const before = process.cpuUsage();
    const startedMs = performance.now();
    const found = await task();
    const wallMs = performance.now() - startedMs;
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) samples.push({ wallMs, cpuMs: (user + system) / 1000, found });
  }
  return { contestant, samples };
}

function toText(series: readonly Series[]): string {
  const rows = series.map(({ contestant, samples }) => {
    const walls = samples.map(({ wallMs }) => wallMs);
    const cpu = median(samples.map(({ cpuMs }) => cpuMs));
    return [
      contestant,
      ...[median(walls), Math.min(...walls), Math.max(...walls), cpu].map((ms) => toNumber(ms)),
      String(samples[0]?.found ?? 0),
    ];
  });
  const planMs = median(series[0]?.samples.map(({ wallMs }) => wallMs) ?? []);
  return toTable([
    ['', 'wall ms', 'fastest', 'slowest', 'cpu ms', 'found'],
    ...rows,
    [
      `plan over ${FILES} files`,
      toNumber(planMs),
      `at most ${PLAN_AT_MOST_MS}`,
      planMs <= PLAN_AT_MOST_MS ? 'met' : 'MISSED',
    ],
  ]);
}
