import { promises, writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { aConfigFiles } from '../../support/config-files.ts';
import type { ConfigFiles } from '../../../electron/core/host-files.ts';
import { toMoveTargets } from './move-places.ts';

/*
 * node move-program.js apply|undo|recover <folder> <step>
 *
 * Does it and prints how many steps it took; before the given one it ends itself by SIGKILL.
 */

const [scenario = '', folder = '', step = '0'] = process.argv.slice(2);
let isCounting = false;
let steps = 0;

/** Every call that reaches the disk is a step. */
async function countSteps(): Promise<void> {
  const handle = await promises.open('/dev/null');
  const handles = Object.getPrototypeOf(handle) as object;
  await handle.close();
  const names = {
    files: ['access', 'lstat', 'mkdir', 'open', 'readdir', 'realpath', 'rename', 'stat', 'unlink'],
    handles: ['chmod', 'chown', 'close', 'read', 'readFile', 'stat', 'sync', 'truncate', 'write'],
  };
  wrap(promises, names.files);
  wrap(handles, [...names.handles, 'writeFile']);
  syncBuiltinESMExports();
}

function wrap(owner: object, names: readonly string[]): void {
  for (const name of names) {
    const original = Reflect.get(owner, name) as (...parts: unknown[]) => unknown;
    Reflect.set(owner, name, function counted(this: unknown, ...parts: unknown[]) {
      if (isCounting) {
        steps += 1;
        if (steps === Number(step)) process.kill(process.pid, 'SIGKILL');
      }
      return original.apply(this, parts);
    });
  }
}

async function act(configFiles: ConfigFiles): Promise<unknown> {
  if (scenario === 'recover') {
    isCounting = true;
    return configFiles.recover();
  }
  const located = await configFiles.planEdits(toMoveTargets(folder), 3000, 3001);
  if (located.kind === 'refused') return located;
  isCounting = scenario === 'apply';
  const written = await configFiles.applyEdits(located.edits, 3000, 3001);
  if (scenario === 'apply' || written.kind !== 'written') return written;
  isCounting = true;
  return configFiles.undoEdits(located.edits, 3000, 3001, written.backups);
}

await countSteps();
const configFiles = aConfigFiles({
  backupFolder: join(folder, 'data', 'backups'),
  journalFile: join(folder, 'data', 'move.json'),
  clock: { wallMs: () => Date.now() },
});
const result = await act(configFiles);
isCounting = false;
writeSync(1, JSON.stringify({ steps, result }));
