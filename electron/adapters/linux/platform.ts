import type { Host } from '../../core/host.ts';
import type { Platform } from '../platform.ts';
import { createPkexecElevation } from './kill/elevation.ts';
import { createLinuxLauncher } from './launch/launcher.ts';
import { readLinuxPortLimits } from './port-limits.ts';
import { createLinuxPortUses } from './port-uses.ts';
import { createLinuxProcessStories } from './facts/process-stories.ts';
import { createLinuxProcesses } from './processes.ts';
import { watchReader } from './native/reader-watch.ts';
import { createLinuxScanner } from './scanner.ts';
import { createSystemdUnits } from './units/systemd-units.ts';
import { createLinuxTerminator } from './kill/terminator.ts';

const STDOUT = 1;

export interface LinuxOptions {
  /** Stands in for `/proc`. */
  readonly procRoot?: string;
  /** Takes the output of what is started again. */
  readonly logFolder: string;
}

/** All that is Linux's own of a host. */
export function createLinuxPlatform({
  logFolder,
  ...options
}: LinuxOptions): Platform & Pick<Host, 'launcher'> {
  return {
    system: 'linux',
    scanner: createLinuxScanner(options),
    processes: createLinuxProcesses(options),
    terminator: createLinuxTerminator(options),
    elevation: createPkexecElevation(),
    units: createSystemdUnits(),
    launcher: createLinuxLauncher({ ...options, logFolder }),
    portUses: createLinuxPortUses(options),
    processStories: createLinuxProcessStories(options),
    onUnread: (hear) => void watchReader(STDOUT, hear),
    readPortLimits: () => Promise.resolve(readLinuxPortLimits(options.procRoot)),
  };
}
