import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import { makeFolder, runPortreeve, writeSettings } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { takePorts } from '../support/ports.ts';
import { killAsPerson, startActor, type Actor } from '../support/situations.ts';

let folder: ReturnType<typeof makeFolder>;
let port = 0;
beforeEach(() => {
  folder = makeFolder();
  port = takePorts('cli/shared-port');
  for (const name of ['web', 'other']) mkdirSync(join(folder.path, name));
  const watchedPort = aWatchedPort({
    port,
    expectedOwner: { kind: 'project', folder: join(folder.path, 'web') },
  });
  writeSettings(folder.path, { ...defaultSettings, watchedPorts: [watchedPort] });
});
afterEach(() => folder.remove());

/** Starts a server in this folder that lets others have its address too. */
async function start(name: 'web' | 'other', address = '127.0.0.1'): Promise<Actor> {
  const program = `
import signal, socket
signal.alarm(60)
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
s.bind(('${address}', ${port})); s.listen(); print('up', flush=True); signal.pause()`;
  const actor = startActor('python3', ['-c', program], { cwd: join(folder.path, name) });
  await actor.next();
  return actor;
}

const check = () => runPortreeve(['check', '--user-data-dir', folder.path]);
const kill = (...args: readonly string[]) => killAsPerson(folder.path, 'web', ...args);

describe.skipIf(process.platform !== 'linux')('a port that several processes have', () => {
  test('is as expected where all of them are the service', async () => {
    const workers = [await start('web'), await start('web')];
    expect(await check()).toMatchObject({ code: 0, stdout: `${port} web: as expected\n` });
    expect((await kill('--yes')).stdout).toContain('2 processes hold this port together');
    expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual(['SIGTERM', 'SIGTERM']);
  });

  test('is squatted where a stranger shares it with the service, and only that one is ended', async () => {
    const stranger = await start('other');
    const service = await start('web');
    const { code, stdout } = await check();
    expect(code).toBe(1);
    expect(stdout).toContain('other) shares the port with the service');
    const killed = await kill('--yes');
    expect(killed.code).toBe(0);
    expect(killed.stdout).toContain(`web has the port as well (pid ${service.pid})`);
    expect(killed.stdout).toContain('Another program that shares the port still has it.');
    expect(await stranger.ended).toBe('SIGTERM');
    expect(service.hasEnded()).toBe(false);
    expect((await check()).code).toBe(0);
  });

  test('is as expected where a stranger has another address of it', async () => {
    await start('web');
    await start('other', '127.0.0.2');
    expect(await check()).toMatchObject({ code: 0, stdout: `${port} web: as expected\n` });
  });
});
