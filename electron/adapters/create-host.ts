import { randomInt, randomUUID } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../core/host.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { createClock } from './clock.ts';
import { createConfigFiles } from './config-files/config-files.ts';
import { createContainers } from './containers/containers.ts';
import { listEngineSockets } from './containers/engine-sockets.ts';
import { createCoordinatorSocket } from './coordinator/coordinator-socket.ts';
import { toSocketPlaces } from './coordinator/socket-places.ts';
import { findWorktree } from './find-worktree.ts';
import { createFileLock, type CreateFileLock, type FileLock } from './file-lock.ts';
import { createHealthProber } from './health/health-prober.ts';
import { createHistoryStore } from './history/history-store.ts';
import { readLinuxBootId } from './linux/proc/boot-id.ts';
import { createLeaseStore } from './leases/lease-store.ts';
import { loadPeerReader } from './linux/native/peer-credentials.ts';
import { createLinuxPlatform } from './linux/platform.ts';
import { readLocalhostOrder } from './localhost-order.ts';
import { createMachineTime } from './machine-time.ts';
import { createLogger } from './logger.ts';
import { readMacosBootId } from './macos/boot-id.ts';
import { createMacosPlatform } from './macos/platform.ts';
import type { Platform } from './platform.ts';
import { createPortProber } from './port-prober.ts';
import { createProjects } from './projects/projects.ts';
import { createSettingsStore } from './settings-store.ts';
import { createWindowsPlatform } from './windows/platform.ts';
import { toSystemLanguage } from '../../shared/system-language.ts';
import {
  createUnsupportedLauncher,
  createUnsupportedProcesses,
  createUnsupportedScanner,
  createUnsupportedTerminator,
  unsupportedQuestions,
} from './unsupported-platform.ts';

export interface HostOptions {
  readonly userDataFolder: string;
  /** Stands in for `/proc` on Linux. */
  readonly procRoot?: string;
  /** A better answer than the environment's, as a BCP 47 tag. */
  readonly systemLanguage?: string;
}

/** The machine as the core sees it. The platform is chosen here and nowhere else. */
export function createHost(options: HostOptions): Host {
  const { userDataFolder, systemLanguage = toSystemLanguage(process.env) } = options;
  const clock = createClock();
  const logger = createLogger({ folder: userDataFolder });
  const { isReady, ...platform } = createPlatform(options);
  const { processes } = platform;
  const createLockOf = (file: string, guards: readonly string[] = []): FileLock => {
    const { isAlive } = processes;
    return createFileLock({
      file,
      guards,
      readSelf: () => processes.self,
      isAlive,
      isReady,
      clock,
    });
  };
  const createLock: CreateFileLock = (name, guards) =>
    createLockOf(join(userDataFolder, name), guards);
  const journalFile = join(userDataFolder, 'move-in-progress.json');
  return {
    ...platform,
    clock,
    prober: createPortProber(),
    healthProber: createHealthProber(),
    containers: createContainers({
      sockets: listEngineSockets({ env: process.env, homeFolder: homedir() }),
    }),
    readLocalhostOrder: () => readLocalhostOrder(),
    configFiles: createConfigFiles({
      backupFolder: join(userDataFolder, 'backups'),
      journalFile,
      clock,
      readSelf: () => processes.self,
      isAlive: processes.isAlive,
      lock: createLock('move.lock', [journalFile]),
    }),
    projects: createProjects(),
    settingsStore: createSettingsStore({ folder: userDataFolder, clock, createLock }),
    historyStore: createHistoryStore({ folder: userDataFolder }),
    coordinator: createCoordinatorSocket({
      places: toSocketPlaces({ platform: process.platform, env: process.env }, userDataFolder),
      loadPeerReader:
        process.platform === 'linux' ? loadPeerReader : () => Promise.resolve(() => undefined),
      createLock: createLockOf,
      onBug: (error) => {
        logger.log('error', 'bug', { error });
      },
    }),
    leaseStore: createLeaseStore({ folder: userDataFolder, createLock, clock }),
    // The small sister asks the same, since both read one book of leases.
    readMachineTime: createMachineTime([readLinuxBootId, readMacosBootId]),
    findWorktree,
    logger,
    resolvePath: (path) => realpath(path).catch(() => undefined),
    async saveText(file, text) {
      return (await writeFileAtomic(file, Buffer.from(text, 'utf8'))).kind === 'written';
    },
    createId: () => randomUUID(),
    randomBelow: (limit) => randomInt(limit),
    homeFolder: homedir(),
    systemLanguage,
  };
}

function createPlatform({
  procRoot,
  userDataFolder,
}: HostOptions): Platform & Pick<Host, 'launcher'> {
  if (process.platform === 'linux') {
    return createLinuxPlatform({
      ...(procRoot !== undefined && { procRoot }),
      logFolder: join(userDataFolder, 'logs', 'started'),
    });
  }
  if (process.platform === 'darwin') {
    return { ...createMacosPlatform(), launcher: createUnsupportedLauncher() };
  }
  if (process.platform === 'win32') {
    return {
      ...createWindowsPlatform({
        env: process.env,
        user: userInfo().username,
        homeFolder: homedir(),
      }),
      launcher: createUnsupportedLauncher(),
    };
  }
  return {
    // Never asked: no scan finds a listener there.
    system: 'linux',
    scanner: createUnsupportedScanner(process.platform),
    processes: createUnsupportedProcesses(userInfo().username),
    terminator: createUnsupportedTerminator(),
    launcher: createUnsupportedLauncher(),
    ...unsupportedQuestions,
  };
}
