import { writeSync } from 'node:fs';
import { app } from 'electron';

const STANDARD_OUTPUT = 1;

export const RUNNING_ALREADY = 'Portreeve is running already.';

/** Says one line on the standard output, and ends the app. */
export function endWith(line: string, exitCode: number): void {
  try {
    writeSync(STANDARD_OUTPUT, `${line}\n`);
  } catch {
    // Nobody is there to read it.
  }
  app.exit(exitCode);
}
