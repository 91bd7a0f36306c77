import type { ListenerScanner } from '../../electron/core/host.ts';
import {
  createLinuxScanner,
  type LinuxScannerOptions,
} from '../../electron/adapters/linux/scanner.ts';

/** The scanner as the app makes it. */
export const createScanner = (options: LinuxScannerOptions = {}): ListenerScanner =>
  createLinuxScanner(options);

/** The scanner where the kernel's socket tables are to be had from /proc alone. */
export const createFallbackScanner = (): ListenerScanner => createLinuxScanner();

/** Scans once; returns how many listeners have an owner. */
export async function countOwned(scanner: ListenerScanner): Promise<number> {
  const scan = await scanner.scan();
  if (scan.kind === 'failed') throw new Error(`the scan failed: ${scan.reason} ${scan.detail}`);
  return scan.listeners.filter(({ owners }) => owners.length > 0).length;
}
