import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeFolder, projectFolder } from '../support/app-under-test.ts';
import { eventually } from '../support/eventually.ts';
import { asNormalUser, makeNormalHome } from '../support/normal-user.ts';
import { startSessionBus, type TestBus } from '../support/session-bus.ts';
import { startTrayHost, toMenuText, type TestTrayHost } from '../support/tray-host.ts';

let folder: ReturnType<typeof makeFolder>;
let bus: TestBus;
let tray: TestTrayHost;
let packaged: string;
let env: Readonly<Record<string, string>>;
let app: ChildProcess | undefined;

beforeAll(async () => {
  execFileSync(process.execPath, [join(projectFolder, 'scripts/dist.mjs'), '--dir']);
  folder = makeFolder();
  chmodSync(folder.path, 0o755);
  // A copy, because the clone may lie where a normal user cannot read.
  packaged = join(folder.path, 'app');
  cpSync(join(projectFolder, 'release/linux-unpacked'), packaged, { recursive: true });
  bus = await startSessionBus();
  tray = await startTrayHost(bus);
  env = makeNormalHome(folder.path, bus);
}, 180_000);

afterAll(async () => {
  app?.kill('SIGTERM');
  await eventually(() => app?.exitCode !== null || app.signalCode !== null || undefined, 'the end');
  await bus.stop();
  folder.remove();
});

test('the packaged app starts as a normal user with its sandbox on and shows its tray item', async () => {
  app = spawn(...asNormalUser(join(packaged, 'portreeve-app'), '--disable-gpu'), {
    env,
    stdio: 'ignore',
  });
  await tray.waitForIcon();
  await eventually(
    async () => (await tray.readTooltip()).includes('No ports watched yet') || undefined,
    'the tooltip',
  );
  expect(toMenuText(await tray.readMenu())).toContain('Open Portreeve');

  await tray.click('Open Portreeve');
  const renderer = await eventually(() => findRenderer(), 'a window');
  // A sandboxed process is under a seccomp filter and in namespaces of its own.
  await eventually(
    () => /^Seccomp:\t2$/m.test(readFileSync(`/proc/${renderer}/status`, 'utf8')) || undefined,
    'the seccomp filter',
  );
  expect(readNamespace(renderer, 'pid')).not.toBe(readNamespace('self', 'pid'));
});

function readNamespace(pid: number | 'self', kind: string): string {
  return readlinkSync(`/proc/${pid}/ns/${kind}`);
}

/** The pid of a window's process among those of the packaged app. */
function findRenderer(): number | undefined {
  const pid = readdirSync('/proc').find((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    const command = readCommand(entry);
    return command.includes(packaged) && command.includes('--type=renderer');
  });
  return pid === undefined ? undefined : Number(pid);
}

function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It has ended since the folder was listed.
    return '';
  }
}

test('the packaged folder brings the command along', () => {
  const [program, args] = asNormalUser(join(packaged, 'resources/bin/portreeve'), 'list', '--json');
  const listed: unknown = JSON.parse(execFileSync(program, args, { env }).toString());
  expect(listed).toMatchObject({ coverage: 'complete' });
});

test('the packaged command serves an agent, and its manual page lies beside it', () => {
  const [program, args] = asNormalUser(join(packaged, 'resources/bin/portreeve'), 'mcp');
  const hello = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'test', version: '1' },
    },
  };
  const printed = execFileSync(program, args, { env, input: `${JSON.stringify(hello)}\n` });
  expect(JSON.parse(printed.toString())).toMatchObject({
    id: 1,
    result: { serverInfo: { name: 'portreeve' } },
  });
  const page = readFileSync(join(packaged, 'resources/man/man1/portreeve.1'), 'utf8');
  expect(page).toMatch(/^\.TH PORTREEVE 1 /);
});

test('the packaged folder holds the licences of its code, and what it is made of is told beside it', () => {
  const licenses = readFileSync(join(packaged, 'resources/third-party-licenses.txt'), 'utf8');
  expect(licenses).toContain('Permission is hereby granted');
  const { version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const sbom = readFileSync(join(projectFolder, `release/portreeve-${version}.cdx.json`), 'utf8');
  expect(JSON.parse(sbom)).toMatchObject({ bomFormat: 'CycloneDX' });
});

/** A byte of the fuse wire. */
const OFF = '0'.charCodeAt(0);
const ON = '1'.charCodeAt(0);

describe('the packaged program', () => {
  test('has its fuses flipped', async () => {
    const wire = await getCurrentFuseWire(join(packaged, 'portreeve-app'));
    expect(wire).toMatchObject({
      // The command of the package is this program, run as Node.
      [FuseV1Options.RunAsNode]: ON,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: OFF,
      [FuseV1Options.EnableNodeCliInspectArguments]: OFF,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ON,
      [FuseV1Options.OnlyLoadAppFromAsar]: ON,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: OFF,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: OFF,
    });
  });

  test('loads nothing that NODE_OPTIONS names, neither as the app nor as the command', () => {
    const intruder = join(folder.path, 'intruder.cjs');
    writeFileSync(intruder, "console.log('intruder');");
    const hostile = { ...env, NODE_OPTIONS: `--require=${intruder}` };
    const [program, args] = asNormalUser(join(packaged, 'resources/bin/portreeve'), 'version');
    expect(spawnSync(program, args, { env: hostile }).stdout.toString()).not.toContain('intruder');
    // It says why it does not start, which is all that it prints.
    expect(startWrongly(['--inspect'], hostile).stdout).not.toContain('intruder');
  });

  test.each([
    ['--remote-debugging-port=61877', 'remote-debugging-port'],
    ['--inspect=61877', 'inspect'],
    ['--disable-web-security', 'disable-web-security'],
    ['--no-sandbox', 'without its sandbox'],
  ])('does not start with %s', (argument, why) => {
    const { stdout, status } = startWrongly([argument], env);
    expect(stdout).toContain(why);
    expect(stdout).toContain('does not start');
    expect(status).toBe(1);
  });

  test('does not start where the environment takes its sandbox away', () => {
    const { stdout, status } = startWrongly([], { ...env, ELECTRON_DISABLE_SANDBOX: '1' });
    expect(stdout).toContain('without its sandbox');
    expect(status).toBe(1);
  });
});

/** Starts the packaged app in a way that it must refuse, and waits for its end. */
function startWrongly(wrong: readonly string[], environment: Readonly<Record<string, string>>) {
  const [program, args] = asNormalUser(join(packaged, 'portreeve-app'), '--disable-gpu', ...wrong);
  const ended = spawnSync(program, args, { env: environment, timeout: 30_000 });
  return { stdout: ended.stdout.toString(), status: ended.status };
}

/** What everybody has to load who gets an update. */
const ARCHIVE_BYTES_MAX = 12_000_000;

test('nothing of another system or processor is packaged, and nothing of the project beside it', () => {
  const archive = join(packaged, 'resources/app.asar');
  expect(statSync(archive).size).toBeLessThan(ARCHIVE_BYTES_MAX);
  const archived = listPackage(archive, { isPack: false });
  const beside = readdirSync(packaged, { recursive: true, encoding: 'utf8' });
  expect(
    [...archived, ...beside].filter((file) => /\.(?:ico|icns|exe|dll|dylib)$/.test(file)),
  ).toEqual([]);
  const pictures = archived.filter((file) => /^\/dist\/icons\/tray\/.*\.png$/.test(file));
  expect(pictures).toContain('/dist/icons/tray/linux/calm.png');
  expect(pictures.filter((file) => !file.startsWith('/dist/icons/tray/linux/'))).toEqual([]);
  expect(beside.filter((file) => file.endsWith('.node'))).toEqual([
    `resources/app.asar.unpacked/node_modules/@koromix/koffi-linux-${process.arch}/linux_${process.arch}/koffi.node`,
  ]);
  expect(new Set(archived.map((file) => file.split('/')[1]))).toEqual(
    new Set(['dist', 'node_modules', 'package.json']),
  );
  const packages = archived.flatMap(
    (file) => /^\/node_modules\/(@[^/]+\/[^/]+|[^@/]+)$/.exec(file)?.[1] ?? [],
  );
  expect(packages.sort()).toEqual([`@koromix/koffi-linux-${process.arch}`, 'koffi']);
});
