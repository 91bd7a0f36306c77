import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.ts';

/** A `dockerd` apart from the machine's own, with nothing in it yet. */
export interface DockerDaemon {
  readonly socketPath: string;
  /** The network bridge that it may make; taken away at the end. */
  readonly bridge: string;
  hasEnded(): boolean;
  /** The last lines that it wrote. */
  readLog(): string;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Whether none of its threads runs; a stop takes a moment to reach them all. */
  isStopped(): boolean;
  /** Ends it and all that it started; its socket file stays. */
  kill(): Promise<void>;
  /** Takes away what is left of it, and of these containers. */
  clear(containerIds: readonly string[]): Promise<void>;
}

/** Where set-up unpacked the engine's packages; see scripts/lib/container-engine.mjs. */
const unpacked = fileURLToPath(new URL('../../.cache/container-engine', import.meta.url));

/** A program that runs in a container without any library. */
export const BUSYBOX = join(unpacked, 'bin/busybox');

/** The unpacked engine goes before one that is installed. */
const env: NodeJS.ProcessEnv = {
  ...process.env,
  LC_ALL: 'C',
  PATH: [
    ...['usr/sbin', 'usr/bin', 'sbin', 'bin'].map((folder) => join(unpacked, folder)),
    process.env['PATH'],
    '/usr/sbin:/sbin',
  ].join(delimiter),
  LD_LIBRARY_PATH: ['usr/lib', 'lib']
    .flatMap((folder) => listFolder(join(unpacked, folder)))
    .filter((folder) => folder.includes('-linux-gnu'))
    .join(delimiter),
};

/*
 * The daemon lives in a process namespace of its own, which takes everything along when it ends,
 * and in a mount namespace, where what it writes outside its folder stays in memory. The network
 * is the machine's, or its forwarders would not be where the scanner looks.
 */
const NAMESPACES = ['--mount', '--pid', '--fork', '--kill-child=KILL', '--mount-proc'];
const START = `
set -e
veil=$1
shift
mount -t tmpfs tmpfs "$veil"
for folder in etc opt run; do
  upper=$veil/$folder/upper work=$veil/$folder/work
  mkdir -p "$upper" "$work"
  mount -t overlay -o "lowerdir=/$folder,upperdir=$upper,workdir=$work" overlay "/$folder"
done
exec dockerd "$@"
`;

/** Why no daemon can be started here, or undefined. */
export function findObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'a Docker engine of our own needs Linux';
  if (process.geteuid?.() !== 0) return 'a Docker engine of our own needs root';
  if (!existsSync(BUSYBOX)) return 'set-up could not fetch a container engine';
  const tried = spawnSync('unshare', [...NAMESPACES, 'dockerd', '--version'], { env });
  return tried.status === 0 ? undefined : 'neither dockerd nor namespaces may work here';
}

/** Starts the daemon; it may not answer yet. */
export async function startDockerDaemon(): Promise<DockerDaemon> {
  removeLeftBridges();
  const hadGroups = listGroups().length > 0;
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-docker-'));
  const socketPath = join(folder, 'docker.sock');
  const logFile = join(folder, 'log');
  const bridge = `${BRIDGE}${process.pid}`;
  const log = openSync(logFile, 'w');
  const veil = mkdtempSync(join(folder, 'veil-'));
  const start = ['unshare', ...NAMESPACES, 'sh', '-c', START, 'sh', veil];
  const args = [...start, ...toArguments(folder, socketPath)];
  // It ends also when the test itself is killed.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...args], {
    env,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const { pid = 0 } = child;
  const dockerd = await eventually(() => findChild(pid), 'dockerd to start');

  return {
    socketPath,
    bridge,
    hasEnded,
    readLog: () => readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join('\n'),
    signal(signal) {
      process.kill(dockerd, signal);
    },
    isStopped() {
      const threads = readdirSync(`/proc/${dockerd}/task`);
      return threads.every((thread) =>
        readFileSync(`/proc/${dockerd}/task/${thread}/stat`, 'utf8').includes(') T '),
      );
    },
    async kill() {
      // Unless it is waited for, its number is still its own.
      if (!hasEnded()) process.kill(dockerd, 'SIGKILL');
      // The system ends the namespace before whoever waits for its first process hears of it.
      await eventually(() => hasEnded() || undefined, 'dockerd to end');
    },
    async clear(containerIds) {
      spawnSync('ip', ['link', 'delete', bridge]);
      const groups = listGroups();
      for (const group of groups.flatMap((parent) => containerIds.map((id) => join(parent, id)))) {
        await eventually(() => isRemoved(() => rmdirSync(group)), `${group} to be empty`);
      }
      // Another daemon may have begun to use them meanwhile.
      if (!hadGroups) for (const group of groups) isRemoved(() => rmdirSync(group));
      const remove = (): void => rmSync(folder, { recursive: true, force: true });
      await eventually(() => isRemoved(remove), `${folder} to be free`);
    },
  };
}

function toArguments(folder: string, socketPath: string): readonly string[] {
  const proxy = findProxy();
  return [
    `--data-root=${join(folder, 'data')}`,
    `--exec-root=${join(folder, 'exec')}`,
    `--pidfile=${join(folder, 'pid')}`,
    `--host=unix://${socketPath}`,
    // The machine's own network stays as it is: no rules, no forwarding, no bridge but ours.
    '--iptables=false',
    '--ip6tables=false',
    '--ip-forward=false',
    '--ip-masq=false',
    '--bridge=none',
    // The other way needs the service manager to see processes of the namespace.
    '--exec-opt=native.cgroupdriver=cgroupfs',
    ...(proxy === undefined ? [] : [`--userland-proxy-path=${proxy}`]),
  ];
}

/** Newer engines do not look for it where PATH says. */
function findProxy(): string | undefined {
  const folders = [join(unpacked, 'usr/libexec/docker'), ...(env['PATH'] ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, 'docker-proxy')).find((path) => existsSync(path));
}

function findChild(pid: number): number | undefined {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  const first = /^\d+/.exec(children)?.[0];
  return first === undefined ? undefined : Number(first);
}

const BRIDGE = 'ptrv';

/** Bridges outlive a daemon whose test was killed; their name tells which test that was. */
function removeLeftBridges(): void {
  for (const name of readdirSync('/sys/class/net')) {
    const pid = new RegExp(`^${BRIDGE}(\\d+)$`).exec(name)?.[1];
    const isLeft = pid !== undefined && !existsSync(`/proc/${pid}`);
    if (isLeft) spawnSync('ip', ['link', 'delete', name]);
  }
}

/** Docker's folders among the control groups, of either version. */
function listGroups(): readonly string[] {
  const root = '/sys/fs/cgroup';
  return [root, ...listFolder(root)]
    .map((folder) => join(folder, 'docker'))
    .filter((folder) => existsSync(folder));
}

function listFolder(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => join(folder, name));
}

/** Whether it is gone now; mounts and control groups are busy for a moment after their end. */
function isRemoved(remove: () => void): true | undefined {
  try {
    remove();
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' ? true : undefined;
  }
}
