import { cpSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readElectronRuntime } from '../../support/electron-runtime.ts';
import { runIsolated } from '../run-isolated.ts';
import type { CompareOptions } from './compare-apps.ts';
import type { AppComparison } from './figures.ts';

/** The app against a bare Electron with a tray, from `projectFolder`, where both were built. */
export async function measureApp(projectFolder: string, quick: boolean): Promise<AppComparison> {
  const { path } = readElectronRuntime(projectFolder);
  // Own copies: another app that runs from the same Electron would share its pages and lower ours,
  // and a build meanwhile would take the pages away from under the app.
  const copies = join(projectFolder, '.cache/bench/copies');
  const electronFolder = join(copies, 'electron');
  const appFolder = join(copies, 'app');
  cpSync(dirname(path), electronFolder, { recursive: true });
  for (const part of ['package.json', 'dist']) {
    cpSync(join(projectFolder, part), join(appFolder, part), { recursive: true });
  }
  try {
    const electron = join(electronFolder, basename(path));
    const options: CompareOptions = { projectFolder, appFolder, electron, quick };
    return (await runIsolated('app', options)) as AppComparison;
  } finally {
    rmSync(copies, { recursive: true });
  }
}
