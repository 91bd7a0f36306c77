import { promises, writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { createHost } from '../../electron/adapters/create-host.ts';
import { createApp, type App } from '../../electron/app.ts';
import type { Host } from '../../electron/core/host.ts';

/*
 * node whole-move-program.js move|undo|start <data folder> <step>
 *
 * The app without its windows. `move` moves and restarts its one service, `undo` takes the last move
 * back, `start` only starts and stops. Each prints what came of it and how many steps the act
 * took; before the given one the program ends itself by SIGKILL.
 */

const [scenario = '', folder = '', step = '0'] = process.argv.slice(2);
let isCounting = false;
let steps = 0;

function count(): void {
  if (!isCounting) return;
  steps += 1;
  if (steps === Number(step)) process.kill(process.pid, 'SIGKILL');
}

/** Every change of the disk is a step, and so is everything that the core asks of the machine. */
async function countFileSteps(): Promise<void> {
  const handle = await promises.open('/dev/null');
  const handles = Object.getPrototypeOf(handle) as object;
  await handle.close();
  wrap(promises, ['mkdir', 'open', 'rename', 'unlink']);
  wrap(handles, ['sync', 'truncate', 'write', 'writeFile', 'appendFile']);
  syncBuiltinESMExports();
}

function wrap(owner: object, names: readonly string[]): void {
  for (const name of names) {
    const original = Reflect.get(owner, name) as (...parts: unknown[]) => unknown;
    Reflect.set(owner, name, function counted(this: unknown, ...parts: unknown[]) {
      count();
      return original.apply(this, parts);
    });
  }
}

const ASKED = new Set([
  'configFiles',
  'historyStore',
  'launcher',
  'prober',
  'scanner',
  'settingsStore',
  'terminator',
]);

function countCalls(host: Host): Host {
  return new Proxy(host, {
    get(target, name, receiver) {
      const part: unknown = Reflect.get(target, name, receiver);
      if (!ASKED.has(String(name))) return part;
      return new Proxy(part as object, {
        get(inner, method) {
          const value: unknown = Reflect.get(inner, method);
          if (typeof value !== 'function') return value;
          return (...parts: unknown[]) => {
            count();
            return (value as (...given: unknown[]) => unknown).apply(inner, parts);
          };
        },
      });
    },
  });
}

async function act(app: App): Promise<unknown> {
  if (scenario === 'undo') {
    const entryId = app.getSnapshot().undoable?.entryId ?? '';
    return app.handlers['service.undo-reassign']({ entryId }, 'popover');
  }
  if (scenario !== 'move') return undefined;
  const planned = await app.handlers['service.plan-reassign']({ watchedPortId: 'web' }, 'popover');
  const { plan, token } = planned;
  if (plan.kind !== 'ready') return plan;
  isCounting = true;
  return app.handlers['service.reassign']({ token, restarts: true }, 'popover');
}

await countFileSteps();
const app = createApp(countCalls(createHost({ userDataFolder: folder })));
await app.start();
isCounting = scenario === 'undo';
const outcome = await act(app);
await app.stop();
isCounting = false;
const { notices, undoable, watched } = app.getSnapshot();
const port = watched[0]?.watchedPort.port;
writeSync(1, JSON.stringify({ steps, outcome, notices, undoable, port }));
process.exit(0);
