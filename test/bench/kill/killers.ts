import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHost } from '../../../electron/adapters/create-host.ts';
import { createApp } from '../../../electron/app.ts';
import type { Listener } from '../../../shared/listener.ts';
import type { Victim } from './victims.ts';

/** Frees the port of a victim; what it is told of beforehand is not what is measured. */
export interface Killer {
  readonly name: string;
  /** Makes ready what a person sees before the click; returns the click. */
  aim(victim: Victim): Promise<() => Promise<void>>;
  /** The same with all that the victim started. */
  aimAtTree(victim: Victim): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

/** Where the person clicks. */
const WINDOW = 'popover';

/** The app as the tray uses it: the listener is on its list, and one click kills. */
export async function createOurs(): Promise<Killer> {
  const userDataFolder = mkdtempSync(join(tmpdir(), 'portreeve-bench-'));
  const app = createApp(createHost({ userDataFolder }));
  await app.start();

  /** The listener once it is shown as it is: for a moment a child that starts holds it too. */
  async function find({ pid, port }: Victim): Promise<Listener> {
    for (let tries = 0; tries < 2000; tries += 1) {
      const found = app.getSnapshot().listeners.find((listener) => listener.port === port);
      const pids = found?.owners.map(({ identity }) => identity.pid).join();
      if (found !== undefined && pids === String(pid)) return found;
      // Opening a window looks at the ports at once.
      app.setActivity({ isWindowOpen: tries % 2 === 0, isOnBattery: false });
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
    }
    throw new Error(`the app does not see port ${port}`);
  }

  return {
    name: 'Portreeve',
    async aim(victim) {
      const { key, owners } = await find(victim);
      const shown = owners.map(({ identity }) => identity);
      return async () => {
        const done = await app.killDirectly(key, shown);
        if (done.kind !== 'done' || done.outcome.kind !== 'freed') {
          throw new Error(`not freed: ${JSON.stringify({ done, owners })}`);
        }
      };
    },
    async aimAtTree(victim) {
      const { key: listenerKey, owners } = await find(victim);
      const shown = owners.map(({ identity }) => identity);
      return async () => {
        const prepared = await app.handlers['owner.plan-kill']({ listenerKey, shown }, WINDOW);
        if (prepared.kind !== 'planned') throw new Error(`no plan: ${prepared.kind}`);
        const { token } = prepared;
        const done = await app.handlers['owner.kill'](
          { token, way: 'tree', means: 'graceful' },
          WINDOW,
        );
        if (done.kind !== 'done' || done.outcome.kind !== 'freed') {
          throw new Error(`not freed: ${JSON.stringify({ done, owners })}`);
        }
      };
    },
    async stop() {
      await app.stop();
      rmSync(userDataFolder, { recursive: true, force: true });
    },
  };
}

/** What people type: `kill`, and `ss` until the port is gone. */
export const shell: Killer = {
  name: 'kill, then ss',
  aim: ({ pid, port }) => Promise.resolve(() => runShell(`kill ${pid}`, port)),
  aimAtTree: ({ pid, port }) => Promise.resolve(() => runShell(`kill -- -${pid}`, port)),
  stop: () => Promise.resolve(),
};

function runShell(kill: string, port: number): Promise<void> {
  const wait = `while ss -Hltn 'sport = :${port}' | grep -q .; do :; done`;
  const child = spawn('sh', ['-c', `${kill}; ${wait}`], { stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => {
      resolve();
    });
  });
}
