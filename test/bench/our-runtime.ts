import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What our code runs in, in a package the command too: the Electron that was set up. */
export interface OurRuntime {
  /** Its executable. */
  readonly path: string;
  readonly version: string;
}

/** The one that `npm run setup` found for this project. */
export function findOurRuntime(projectFolder: string): OurRuntime {
  return JSON.parse(
    readFileSync(join(projectFolder, '.cache/electron.json'), 'utf8'),
  ) as OurRuntime;
}
