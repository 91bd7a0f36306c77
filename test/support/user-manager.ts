import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';

/** A real `systemd --user` with units of its own, apart from the machine's. */
export interface UserManager {
  /** By which systemctl finds it. */
  readonly env: Readonly<Record<string, string>>;
  systemctl(...args: readonly string[]): string;
  stop(): Promise<void>;
}

const SYSTEMD = ['/usr/lib/systemd/systemd', '/lib/systemd/systemd'].find((path) =>
  existsSync(path),
);

/** Where the second version of control groups is mounted, alone or beside the first. */
const GROUPS = ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'].find((folder) =>
  existsSync(join(folder, 'cgroup.procs')),
);

/** Why none can run here, or undefined when it is worth a try. */
export const whyNoUserManager: string | undefined =
  process.platform !== 'linux'
    ? 'needs Linux'
    : process.getuid?.() !== 0
      ? 'needs root, for namespaces'
      : SYSTEMD === undefined || !existsSync('/usr/bin/systemctl')
        ? 'systemd is not installed'
        : GROUPS === undefined
          ? 'needs control groups of the second version'
          : undefined;

/*
 * It wants to see that systemd runs this machine, and a tree of control groups that it may write.
 * It talks only to those of its own process namespace, so that is shared, and what it starts ends
 * with its control group.
 */
const PREPARE = `
echo $$ > "$1/cgroup.procs" && exec unshare --mount --cgroup sh -c '
  mount --make-rprivate / && mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system &&
  mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec "$1" --user' sh "$2"`;

/** Starts the manager with these unit files; the answer is why it does not run, if it does not. */
export async function startUserManager(
  units: Readonly<Record<string, string>>,
): Promise<UserManager | string> {
  const folder = mkdtempSync(join(tmpdir(), 'user-manager-'));
  const unitFolder = join(folder, '.config/systemd/user');
  mkdirSync(unitFolder, { recursive: true });
  mkdirSync(join(folder, 'run'), { mode: 0o700 });
  for (const name of TARGETS)
    writeFileSync(join(unitFolder, name), `[Unit]\nDescription=${name}\n`);
  for (const [name, text] of Object.entries(units)) writeFileSync(join(unitFolder, name), text);
  const env = { XDG_RUNTIME_DIR: join(folder, 'run') };
  const places = { ...env, HOME: folder, SYSTEMD_UNIT_PATH: unitFolder };
  const group = join(GROUPS ?? '', `portreeve-test-${process.pid}`);
  mkdirSync(group);
  const child = spawn('sh', ['-c', PREPARE, 'sh', group, SYSTEMD ?? ''], {
    env: { ...places, PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const systemctl = (...args: readonly string[]): string => {
    const options = {
      env: { ...places, LC_ALL: 'C' },
      encoding: 'utf8',
      timeout: 5_000,
    } as const;
    const { stdout, stderr, status } = spawnSync(
      '/usr/bin/systemctl',
      ['--user', ...args],
      options,
    );
    if (status !== 0) throw new Error(`systemctl ${args.join(' ')}: ${status ?? ''} ${stderr}`);
    return stdout;
  };
  const stop = async (): Promise<void> => {
    writeFileSync(join(group, 'cgroup.kill'), '1');
    await eventually(() => removeGroup(group) || undefined, 'the manager’s processes to end');
    rmSync(folder, { recursive: true, force: true });
  };
  const reason = await waitUntilUp(child, systemctl);
  if (reason === undefined) return { env, systemctl, stop };
  await stop();
  return reason;
}

/** Whether the group and those below it held nobody any more, and are gone now. */
function removeGroup(group: string): boolean {
  try {
    for (const entry of readdirSync(group, { withFileTypes: true })) {
      if (entry.isDirectory() && !removeGroup(join(group, entry.name))) return false;
    }
    rmdirSync(group);
    return true;
  } catch {
    return false;
  }
}

/** What every unit takes for granted. */
const TARGETS = ['default', 'basic', 'sockets', 'shutdown', 'exit'].map((name) => `${name}.target`);
const TRIES = 40;

async function waitUntilUp(
  child: ChildProcess,
  systemctl: UserManager['systemctl'],
): Promise<string | undefined> {
  let told = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (child.exitCode !== null) break;
    try {
      systemctl('show', '--property=Version');
      return undefined;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
    }
  }
  return `systemd --user does not run here: ${told.trim()}`;
}
