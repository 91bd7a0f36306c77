import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import { makeFolder, projectFolder } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { asNormalUser, giveToNormalUser, isRoot, makeNormalHome } from '../support/normal-user.ts';
import { startSessionBus, type TestBus } from '../support/session-bus.ts';
import { isReachable } from '../support/squatter.ts';
import { startTrayHost, toMenuText, type TestTrayHost } from '../support/tray-host.ts';

const PORT = 62_910;
const FALLBACK = 62_911;
/** Everything that the package puts outside its own folder. */
const OUTSIDE = [
  '/usr/bin/portreeve',
  '/usr/bin/portreeve-app',
  '/usr/share/applications/portreeve-app.desktop',
  '/usr/share/bash-completion/completions/portreeve',
  '/usr/share/fish/vendor_completions.d/portreeve.fish',
  '/usr/share/icons/hicolor/256x256/apps/portreeve-app.png',
  '/usr/share/man/man1/portreeve.1',
  '/usr/share/zsh/vendor-completions/_portreeve',
];

// It installs a package on this very machine and removes it again: only where that is asked for.
const isAsked = process.env['PORTREEVE_TEST_INSTALL'] !== undefined && isRoot;

describe.skipIf(!isAsked)('the deb', { timeout: 300_000 }, () => {
  let folder: ReturnType<typeof makeFolder>;
  let shop: string;
  let bus: TestBus;
  let tray: TestTrayHost;
  let env: Readonly<Record<string, string>>;
  let app: ChildProcess | undefined;
  let squatter: ChildProcess | undefined;

  beforeAll(async () => {
    if (existsSync('/opt/Portreeve')) throw new Error('A Portreeve is installed here already.');
    folder = makeFolder();
    chmodSync(folder.path, 0o755);
    bus = await startSessionBus();
    tray = await startTrayHost(bus);
    env = makeNormalHome(folder.path, bus);
    shop = join(folder.path, 'shop');
    const data = join(folder.path, 'home/.config/Portreeve');
    mkdirSync(shop);
    mkdirSync(data, { recursive: true });
    const envFile = join(shop, '.env');
    writeFileSync(envFile, `PORT=${PORT}\n`);
    const settings = {
      ...defaultSettings,
      watchedPorts: [
        aWatchedPort({
          port: PORT,
          expectedOwner: { kind: 'project', folder: shop },
          fallbackPorts: [{ from: FALLBACK, to: FALLBACK + 5 }],
          configTargets: [{ kind: 'dotenv', file: envFile, key: 'PORT' }],
        }),
      ],
    };
    writeFileSync(join(data, 'settings.json'), JSON.stringify(settings));
    const config = join(folder.path, 'home/.config');
    giveToNormalUser(config, data, join(data, 'settings.json'), shop, envFile);
  });

  afterAll(async () => {
    squatter?.kill('SIGKILL');
    app?.kill('SIGKILL');
    if (existsSync('/opt/Portreeve')) spawnSync('dpkg', ['--purge', 'portreeve']);
    await bus.stop();
    folder.remove();
  });

  /** Makes a deb of this version, quickly rather than small, and installs it. */
  function install(version: string): void {
    execFileSync(process.execPath, [
      join(projectFolder, 'scripts/dist.mjs'),
      '--linux',
      'deb',
      '-c.deb.compression=gz',
      `-c.extraMetadata.version=${version}`,
    ]);
    const file = join(projectFolder, `release/portreeve-${version}-linux-amd64.deb`);
    execFileSync('dpkg', ['--install', '--force-depends', file], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }

  async function start(): Promise<ChildProcess> {
    const known = tray.registrations();
    const started = spawn(...asNormalUser('/opt/Portreeve/portreeve-app', '--disable-gpu'), {
      env,
      stdio: 'ignore',
    });
    await tray.waitForIcon(known);
    return started;
  }

  const command = (...args: readonly string[]) => {
    const [program, all] = asNormalUser('/usr/bin/portreeve', ...args);
    return spawnSync(program, all, { env, encoding: 'utf8' });
  };

  async function waitForMenu(part: string): Promise<void> {
    await eventually(
      async () => toMenuText(await tray.readMenu()).includes(part) || undefined,
      `"${part}" in the menu`,
      15_000,
    );
  }

  async function startSquatter(): Promise<ChildProcess> {
    const code = `require('node:http').createServer().listen(${PORT}, '127.0.0.1')`;
    const started = spawn(...asNormalUser(process.execPath, '-e', code), { cwd: '/', env });
    await eventually(async () => (await isReachable(PORT)) || undefined, 'the squatter');
    return started;
  }

  test('is installed with all that belongs to it', () => {
    install('0.1.0');
    expect(OUTSIDE.filter((file) => !existsSync(file))).toEqual([]);
    expect(statSync('/usr/bin/portreeve').mode & 0o777).toBe(0o755);
    const listed = command('list', '--json');
    expect(JSON.parse(listed.stdout)).toMatchObject({ coverage: 'complete' });
    expect(command('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('runs as a normal user with its sandbox on, kills from the tray and moves from it', async () => {
    app = await start();
    squatter = await startSquatter();
    await waitForMenu(`${PORT}, web: held by`);
    await tray.click(`${PORT}, web`, 'Kill node');
    await waitForMenu(`${PORT}, web: free`);
    expect(await isReachable(PORT)).toBe(false);

    squatter = await startSquatter();
    await waitForMenu(`${PORT}, web: held by`);
    // The offer is worked out after the conflict is told.
    await waitForMenu(`Move web to ${FALLBACK}`);
    await tray.click(`${PORT}, web`, `Move web to ${FALLBACK}`);
    await eventually(
      () => readFileSync(join(shop, '.env'), 'utf8') === `PORT=${FALLBACK}\n` || undefined,
      'the new port in the file',
    );
    // The move is written; whoever has the old port is left alone.
    expect(await isReachable(PORT)).toBe(true);
    squatter.kill('SIGKILL');
  });

  test('is upgraded under the running app, which goes on; the next start is the new one', async () => {
    install('0.1.1');
    const query = ['--show', '--showformat=${Version}', 'portreeve'];
    expect(execFileSync('dpkg-query', query).toString()).toBe('0.1.1');
    // What runs still is the version before, and it answers.
    await waitForMenu(`${FALLBACK}, web`);
    app?.kill('SIGTERM');
    await eventually(
      () => app?.exitCode !== null || app.signalCode !== null || undefined,
      'the end',
    );
    app = await start();
    await waitForMenu(`${FALLBACK}, web`);
    app.kill('SIGTERM');
    await eventually(
      () => app?.exitCode !== null || app.signalCode !== null || undefined,
      'the end',
    );
  });

  test('is removed and leaves only what the person made', () => {
    execFileSync('dpkg', ['--purge', 'portreeve']);
    expect(
      [...OUTSIDE, '/opt/Portreeve', '/etc/apparmor.d/portreeve-app'].filter(existsSync),
    ).toEqual([]);
    expect(existsSync(join(folder.path, 'home/.config/Portreeve/settings.json'))).toBe(true);
  });
});
