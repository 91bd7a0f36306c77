import type { Snapshot } from '../../shared/snapshot.ts';
import { askHealth } from './health/ask-health.ts';
import type { Host, ScanResult } from './host.ts';
import { findKeeper } from './holds/find-keeper.ts';
import { CONFIRM_AFTER_MS } from './poller.ts';
import type { Transition } from './reconcile.ts';
import { createScanCycle } from './scan-cycle.ts';
import { createState, createStateCell, toSnapshot } from './state.ts';

export type OnceRead =
  | {
      readonly kind: 'read';
      readonly snapshot: Snapshot;
      /** Wall clock, in milliseconds. */
      readonly takenAtMs: number;
      /** What could not be read. */
      readonly missing: readonly string[];
    }
  | { readonly kind: 'failed'; readonly scan: Extract<ScanResult, { kind: 'failed' }> };

/**
 * Reads settings and ports once, for the command: the same rules as the running app, a conflict
 * confirmed by a second scan included. Changes nothing on the disk.
 */
export async function readOnce(host: Host): Promise<OnceRead> {
  const { settings, notices } = await host.settingsStore.read();
  const health = await askHealth(host, settings);
  const cell = createStateCell({ ...createState(settings, notices), health });
  const cycle = createScanCycle(host, cell, await findKeeper(host, settings));
  let takenAtMs = host.clock.wallMs();

  async function takeScan(): Promise<Transition | Extract<ScanResult, { kind: 'failed' }>> {
    const scan = await host.scanner.scan();
    if (scan.kind === 'failed') return scan;
    takenAtMs = scan.takenAtMs;
    return cycle.take(scan);
  }

  let taken = await takeScan();
  const looked = await cycle.look();
  if (looked === 'changed' && !('kind' in taken)) taken = await takeScan();
  if ('needsConfirmation' in taken && taken.needsConfirmation) {
    await host.clock.sleep(CONFIRM_AFTER_MS);
    taken = await takeScan();
  }
  if ('kind' in taken) return { kind: 'failed', scan: taken };
  const state = cell.get();
  const snapshot = toSnapshot(state, {
    nowMs: host.clock.wallMs(),
    system: host.system,
    homeFolder: host.homeFolder,
    systemLanguage: host.systemLanguage,
  });
  return { kind: 'read', snapshot, takenAtMs, missing: state.reading?.missing ?? [] };
}
