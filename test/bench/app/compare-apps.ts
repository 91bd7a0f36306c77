import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultSettings } from '../../../shared/settings.ts';
import { startSessionBus } from '../../support/session-bus.ts';
import { startTrayHost, type TestTrayHost } from '../../support/tray-host.ts';
import type { AppComparison, AppFigures } from './figures.ts';
import { listTree, readCpu, readPssMb, toCpuMs } from './process-tree.ts';
import { runElectron, type RunningElectron } from './run-electron.ts';

export interface CompareOptions {
  readonly projectFolder: string;
  /** A folder with the built app that nobody else builds into. */
  readonly appFolder: string;
  readonly electron: string;
  readonly quick: boolean;
}

type Mutable<Figures> = {
  -readonly [Name in keyof Figures]: Figures[Name] extends readonly (infer V)[] ? V[] : never;
};

/**
 * Half a minute after a start the engine tidies up after it, once: 60 ms of work and 5 MB less. An
 * idle app is one that has that behind it.
 */
const FULL = { starts: 7, idles: 2, settleMs: 45_000, closeMs: 10_000, idleMs: 60_000 };
const QUICK = { starts: 3, idles: 1, settleMs: 5000, closeMs: 5000, idleMs: 15_000 };
const INTERVAL_MS = 2000;

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Runs both programs in turn, in a tray that is played here. */
export async function compareApps(options: CompareOptions): Promise<AppComparison> {
  const { starts, idles, settleMs, closeMs, idleMs } = options.quick ? QUICK : FULL;
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-bench-app-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const bus = await startSessionBus();
  // However this ends, the bus goes too; stopping it twice does no harm.
  process.once('exit', () => void bus.stop());
  const tray = await startTrayHost(bus);
  const programs = [
    { name: 'portreeve', folder: options.appFolder, figures: noFigures() },
    {
      name: 'bare',
      folder: join(options.projectFolder, 'test/bench/bare-tray'),
      figures: noFigures(),
    },
  ] as const;

  const run = (program: (typeof programs)[number]): Promise<RunningElectron> => {
    const userDataFolder = join(folder, program.name);
    mkdirSync(userDataFolder, { recursive: true });
    const settings = { ...defaultSettings, intervalMs: INTERVAL_MS };
    writeFileSync(join(userDataFolder, 'settings.json'), JSON.stringify(settings));
    return runElectron({ ...options, program: program.folder, userDataFolder, bus, tray });
  };

  // The first start fills the disk's cache and the profile; it does not count.
  for (let round = -1; round < starts; round += 1) {
    for (const program of programs) {
      const running = await run(program);
      const painted = running.waitForPaint('window');
      await tray.activate();
      const paintedMs = await painted;
      await running.stop();
      if (round < 0) continue;
      program.figures.registeredMs.push(running.registeredMs);
      program.figures.paintedMs.push(paintedMs);
    }
  }
  for (let round = 0; round < idles; round += 1) {
    for (const program of programs) {
      const { figures } = program;
      const running = await run(program);
      await sleep(settleMs);
      const before = readCpu(listTree(running.pid));
      const startedMs = performance.now();
      await sleep(idleMs);
      const usedMs = toCpuMs(before, readCpu(listTree(running.pid)));
      figures.cpuPercent.push((100 * usedMs) / (performance.now() - startedMs));
      figures.pssMb.push(readPssMb(listTree(running.pid)));
      await openWindows(running, tray, program.name === 'portreeve');
      await sleep(closeMs / 2);
      figures.openPssMb.push(readPssMb(listTree(running.pid)));
      running.closeWindows();
      await sleep(closeMs);
      figures.closedPssMb.push(readPssMb(listTree(running.pid)));
      await running.stop();
    }
  }
  await bus.stop();
  const [{ figures: portreeve }, { figures: bare }] = programs;
  return { portreeve, bare };
}

/** The window of the icon, and then the one of the settings where there is one. */
async function openWindows(
  running: RunningElectron,
  tray: TestTrayHost,
  hasSettings: boolean,
): Promise<void> {
  const painted = running.waitForPaint('window');
  await tray.activate();
  await painted;
  if (!hasSettings) return;
  const paintedToo = running.waitForPaint('settings');
  await tray.click('Settings');
  await paintedToo;
}

function noFigures(): Mutable<AppFigures> {
  return {
    registeredMs: [],
    paintedMs: [],
    cpuPercent: [],
    pssMb: [],
    openPssMb: [],
    closedPssMb: [],
  };
}
