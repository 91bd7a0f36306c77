import type { ListenerScanner } from '../../electron/core/host.ts';
import {
  createLinuxScanner,
  type LinuxScannerOptions,
} from '../../electron/adapters/linux/scanner.ts';

/** The scanner as the app makes it. */
export const createScanner = (options: LinuxScannerOptions = {}): ListenerScanner =>
  createLinuxScanner(options);

/** The scanner where native calls are not to be had: sockets are read from /proc alone. */
export const createFallbackScanner = (): ListenerScanner =>
  createLinuxScanner({
    loadLibc: () => Promise.resolve({ kind: 'absent', why: 'the bench measures without it' }),
  });

/** Scans once; returns how many listeners have an owner. */
export async function countOwned(scanner: ListenerScanner): Promise<number> {
  const scan = await scanner.scan();
  if (scan.kind === 'failed') throw new Error(`the scan failed: ${scan.reason} ${scan.detail}`);
  return scan.listeners.filter(({ owners }) => owners.length > 0).length;
}
