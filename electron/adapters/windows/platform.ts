import type { Platform } from '../platform.ts';
import { createCim } from './cim.ts';
import { createUacElevation } from './elevation.ts';
import { createNativeParts, type NativeParts } from './native-parts.ts';
import { createNetstatSource } from './netstat-source.ts';
import { readWindowsPortLimits } from './port-limits.ts';
import { createWindowsPortUses } from './port-uses.ts';
import { createWindowsProcesses } from './processes.ts';
import { createWindowsProcessStories } from './process-stories.ts';
import { createSystemTools } from './run-system-tool.ts';
import { createWindowsScanner } from './scanner.ts';
import { createServiceUnits } from './service-units.ts';
import { createWindowsTerminator } from './terminator.ts';
import { loadWin32 } from './win32.ts';
import { createRelays } from './wsl/relays.ts';
import { createAskDistributions } from './wsl/wsl.ts';

export interface WindowsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Our account's name. */
  readonly user: string;
  readonly homeFolder: string;
}

/** All that is Windows' own of a host. */
export function createWindowsPlatform({ env, user, homeFolder }: WindowsOptions): Platform {
  const run = createSystemTools(env['SystemRoot'] ?? 'C:\\Windows', env);
  const askCim = createCim(run);
  let parts: NativeParts | undefined;
  let obstacle: string | undefined;
  const loading = loadWin32().then((loaded) => {
    if (loaded.kind === 'loaded') parts = createNativeParts(loaded.win32, askCim, homeFolder);
    else obstacle = loaded.why;
    return parts;
  });
  const getParts = (): NativeParts | undefined => parts;
  return {
    system: 'windows',
    isReady: loading,
    scanner: createWindowsScanner({
      loading,
      getObstacle: () => obstacle,
      netstat: createNetstatSource(run, askCim),
      relays: createRelays({ ask: createAskDistributions(run) }),
    }),
    processes: createWindowsProcesses(getParts, user),
    terminator: createWindowsTerminator(getParts),
    elevation: createUacElevation(run),
    units: createServiceUnits(run, () => parts?.services),
    portUses: createWindowsPortUses(loading),
    processStories: createWindowsProcessStories(loading),
    readPortLimits: () => readWindowsPortLimits(run),
  };
}
