import { cpus, release } from 'node:os';
import { measureApp } from '../app/measure-app.ts';
import { toAppTable, toAppVerdicts } from '../app/app-tables.ts';
import { isolate } from '../network.ts';
import { closeInherited } from '../close-inherited.ts';
import { toKillTable, toKillVerdicts } from '../kill/kill-tables.ts';
import type { KillSeries } from '../kill/measure-kills.ts';
import { parseOptions, USAGE, type BenchOptions } from '../options.ts';
import type { FreeMeasured } from '../measure-free.ts';
import type { HistoryMeasured } from '../measure-history.ts';
import type { PlanMeasured } from '../measure-plan.ts';
import { readElectronRuntime } from '../../support/electron-runtime.ts';
import { findPrograms } from '../programs.ts';
import { runIsolated } from '../run-isolated.ts';
import type { Series } from '../samples.ts';
import { toSeriesTable, toVerdictTable } from '../tables.ts';
import { toVerdicts, type Measured } from '../targets.ts';
import { toPopoverText, toPopoverVerdicts, type PopoverFigures } from '../ui/figures.ts';
import { KILL_WORKLOADS, REFERENCE, WORKLOADS, type Workload } from '../workloads.ts';
import type { KillRequest } from './kill.ts';
import type { WorkloadRequest } from './workload.ts';

/*
 * What a scan costs, side by side with what others do, and what the app costs around it. Prints
 * tables, or one JSON document.
 */

/**
 * The reference takes more: every other workload is compared with it, and half a millisecond of work
 * is told apart from what the machine does meanwhile by many rounds alone.
 */
const ROUNDS = { quick: 5, full: 15, reference: 61 };

closeInherited();
const options = readOptions();
/** Everything but the document goes elsewhere when a document is wanted. */
const say = (text: string): void => {
  (options.json ? process.stderr : process.stdout).write(text);
};

function readOptions(): BenchOptions {
  try {
    const parsed = parseOptions(process.argv.slice(2));
    const ours = ['kill', 'free', 'plan', 'history', 'app', 'ui'];
    const names = [...WORKLOADS.map(({ name }) => name), ...ours];
    const unknown = parsed.only.find((name) => !names.includes(name));
    if (unknown === undefined) return parsed;
    process.stderr.write(`There is no "${unknown}".\n${USAGE}\n${names.join('\n')}\n`);
  } catch (error) {
    process.stderr.write(`${String(error)}\n${USAGE}\n`);
  }
  process.exit(2);
}

function isChosen(name: string): boolean {
  return options.only.length === 0 || options.only.includes(name);
}

function chooseWorkloads(): readonly Workload[] {
  const chosen = WORKLOADS.filter(
    ({ name, isHeavy }) =>
      isChosen(name) && (!isHeavy || options.heavy || options.only.includes(name)),
  );
  // Others are compared with the reference, and only the same run's figure will do.
  const needsReference = chosen.some(({ listeners }) => listeners === REFERENCE.listeners);
  return needsReference && !chosen.includes(REFERENCE) ? [REFERENCE, ...chosen] : chosen;
}

async function measureScans(electron: string, left: string[]): Promise<readonly object[]> {
  const { here, missing } = findPrograms();
  for (const name of missing) left.push(`${name} is not installed`);
  const results: object[] = [];
  let reference: Measured | undefined;
  for (const workload of chooseWorkloads()) {
    const startedMs = performance.now();
    const full = workload === REFERENCE ? ROUNDS.reference : ROUNDS.full;
    const rounds = options.quick ? ROUNDS.quick : full;
    const request: WorkloadRequest = { workload, rounds, programs: here, electron };
    const series = (await runIsolated('workload', request)) as readonly Series[];
    const measured = { workload, series };
    if (workload === REFERENCE) reference = measured;
    const verdicts = toVerdicts(measured, reference);
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
    say(`\n${workload.name} (${seconds} s)\n${toSeriesTable(series)}\n${toVerdictTable(verdicts)}`);
    results.push({ workload, series, verdicts });
  }
  return results;
}

async function measureKills(): Promise<readonly object[]> {
  const results: object[] = [];
  if (!isChosen('kill')) return results;
  for (const workload of KILL_WORKLOADS) {
    const rounds = options.quick ? ROUNDS.quick : ROUNDS.full;
    const request: KillRequest = { workload, rounds };
    const series = (await runIsolated('kill', request)) as readonly KillSeries[];
    const verdicts = toKillVerdicts(series);
    say(`\nkill, ${workload.name}\n${toKillTable(series)}\n${toVerdictTable(verdicts)}`);
    results.push({ workload, series, verdicts });
  }
  return results;
}

async function run(): Promise<void> {
  const left: string[] = [];
  const ours = readElectronRuntime(process.cwd());
  const runtimes = `Electron ${ours.version}, for others Node ${process.versions.node}`;
  const machine = `${cpus().length} cores, Linux ${release()}, ${runtimes}`;
  say(`${machine}\n`);
  if (isolate === undefined) left.push('no network of its own: not root, or no unshare and ip');
  if (process.geteuid?.() !== 0) left.push('not root: owners of other accounts are not found');
  const scans = await measureScans(ours.path, left);
  const kills = await measureKills();
  const free = isChosen('free')
    ? ((await runIsolated('free', {
        projectFolder: process.cwd(),
        isQuick: options.quick,
      })) as FreeMeasured)
    : undefined;
  if (free !== undefined) say(`\nfree ports\n${free.text}`);
  const plan = isChosen('plan')
    ? ((await runIsolated('plan', {
        projectFolder: process.cwd(),
        isQuick: options.quick,
      })) as PlanMeasured)
    : undefined;
  if (plan !== undefined) say(`\nplans and projects\n${plan.text}`);
  const history = isChosen('history')
    ? ((await runIsolated('history', { isQuick: options.quick })) as HistoryMeasured)
    : undefined;
  if (history !== undefined) say(`\nhistory\n${history.text}`);
  const app = isChosen('app') ? await measureApp(process.cwd(), options.quick) : undefined;
  const appVerdicts = app === undefined ? [] : toAppVerdicts(app);
  if (app !== undefined) say(`\n${toAppTable(app)}\n${toVerdictTable(appVerdicts)}`);
  const ui = isChosen('ui')
    ? ((await runIsolated('ui', { quick: options.quick })) as PopoverFigures)
    : undefined;
  if (ui !== undefined) {
    say(`\npopover\n${toPopoverText(ui)}${toVerdictTable(toPopoverVerdicts(ui))}`);
  }
  if (left.length > 0)
    say(`\nLeft out or limited here:\n${left.map((one) => `  ${one}\n`).join('')}`);
  if (!options.json) return;
  const document = {
    machine,
    scans,
    kills,
    ...(free && { free: free.series }),
    ...(ui && { ui: { ...ui, verdicts: toPopoverVerdicts(ui) } }),
    ...(plan && { plan: plan.series }),
    ...(history && { history: history.series }),
    ...(app && { app: { ...app, verdicts: appVerdicts } }),
    left,
  };
  process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
}

run().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
