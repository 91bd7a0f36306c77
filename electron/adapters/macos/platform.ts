import type { Platform } from '../platform.ts';
import { createLaunchdUnits } from './launchd-units.ts';
import { createOsascriptElevation } from './elevation.ts';
import { readMacosPortLimits } from './port-limits.ts';
import { createMacosPortUses } from './port-uses.ts';
import { createMacosProcessStories } from './process-stories.ts';
import { createMacosProcesses } from './processes.ts';
import { createMacosScanner } from './scanner.ts';
import { readSelf } from './self.ts';
import { createMacosTerminator } from './terminator.ts';

/** The tools of another folder, for a test; each an absolute path. */
export interface MacosTools {
  readonly lsof?: string;
  readonly netstat?: string;
  readonly ps?: string;
  readonly launchctl?: string;
  readonly osascript?: string;
  readonly sysctl?: string;
}

/** All that is macOS's own of a host. */
export function createMacosPlatform(tools: MacosTools = {}): Platform {
  const self = readSelf();
  return {
    system: 'macos',
    scanner: createMacosScanner({ ...tools, self }),
    processes: createMacosProcesses({ ...tools, self }),
    terminator: createMacosTerminator({ ...tools, self }),
    elevation: createOsascriptElevation(tools),
    units: createLaunchdUnits({ ...tools, uid: self.uid }),
    portUses: createMacosPortUses({ ...tools, self }),
    processStories: createMacosProcessStories({ ...tools, self }),
    readPortLimits: () => readMacosPortLimits(tools.sysctl),
  };
}
