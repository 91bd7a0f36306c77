import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The Electron that set-up found for a project; see scripts/setup.mjs. */
export interface ElectronRuntime {
  /** Its executable. */
  readonly path: string;
  readonly version: string;
}

export function readElectronRuntime(projectFolder: string): ElectronRuntime {
  return JSON.parse(
    readFileSync(join(projectFolder, '.cache/electron.json'), 'utf8'),
  ) as ElectronRuntime;
}
