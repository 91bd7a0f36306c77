import { spawnSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { createHost } from '../../electron/adapters/create-host.ts';
import { createApp } from '../../electron/app.ts';
import type { RuleKill } from '../../electron/core/kill/rule-kills.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { makeFolder, writeSettings } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { takePorts } from '../support/ports.ts';
import { isThere, startActor, toNodeServer } from '../support/situations.ts';

const hasPython = process.platform === 'linux' && spawnSync('python3', ['-c', '']).status === 0;
const PORT = takePorts('integration/rule-kills');

/** Starts the server again whenever it ends, and is known for nothing of the kind. */
const SUPERVISOR = `
import subprocess, sys, time
until = time.monotonic() + 60
while time.monotonic() < until: subprocess.run(sys.argv[1:]); time.sleep(0.2)`;

test.skipIf(!hasPython)(
  'a rule ends what a supervisor starts again twice, then tells so and lets it live',
  async () => {
    const folder = makeFolder();
    onTestFinished(() => folder.remove());
    writeSettings(folder.path, {
      ...defaultSettings,
      watchedPorts: [aWatchedPort({ port: PORT, autoKill: { executable: 'node' } })],
    });
    const app = createApp(createHost({ userDataFolder: folder.path }));
    onTestFinished(() => app.stop());
    const told: RuleKill[] = [];
    app.subscribeToRuleKills((kill) => told.push(kill));
    const args = ['-c', SUPERVISOR, process.execPath, '-e', toNodeServer(PORT)];
    const supervisor = startActor('python3', args);
    const pids = [Number(await supervisor.next())];
    app.setActivity({ isWindowOpen: true, isOnBattery: false });
    await app.start();
    pids.push(Number(await supervisor.next()), Number(await supervisor.next()));
    await eventually(
      () => told.some(({ kind }) => kind === 'gave-up') || undefined,
      'it to give up',
    );
    expect(told.map(({ kind }) => kind)).toEqual(['killed', 'killed', 'gave-up']);
    expect(pids.map(isThere)).toEqual([false, false, true]);
    const { notices } = app.getSnapshot();
    expect(notices.filter(({ kind }) => kind === 'auto-kill-gave-up')).toHaveLength(1);
    expect(notices.filter(({ kind }) => kind === 'came-back')).toHaveLength(1);
  },
);
