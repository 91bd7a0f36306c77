import type { Snapshot } from '../../shared/snapshot.ts';
import { createContainerWatch } from './container-watch.ts';
import { askHealth } from './health/ask-health.ts';
import type { Host, ScanResult } from './host.ts';
import { findKeeper } from './holds/find-keeper.ts';
import { CONFIRM_AFTER_MS } from './poller.ts';
import { reconcile } from './reconcile.ts';
import { createState, createStateCell, toSnapshot } from './state.ts';
import { createSurroundingsWatch } from './surroundings-watch.ts';

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
  const surroundings = createSurroundingsWatch(host, cell);
  const containers = createContainerWatch(host, cell);
  const keeperPid = await findKeeper(host, settings);
  let takenAtMs = host.clock.wallMs();

  async function takeScan(): Promise<
    { readonly needsConfirmation: boolean } | Extract<ScanResult, { kind: 'failed' }>
  > {
    const scan = await host.scanner.scan();
    if (scan.kind === 'failed') return scan;
    takenAtMs = scan.takenAtMs;
    const transition = reconcile(cell.get(), scan, {
      nowMs: host.clock.wallMs(),
      monotonicMs: host.clock.monotonicMs(),
      createId: () => host.createId(),
      keeperPid,
    });
    cell.commit(transition.state);
    return transition;
  }

  let taken = await takeScan();
  const looked = await surroundings.look();
  const named = await containers.look();
  if ((looked === 'changed' || named === 'changed') && !('kind' in taken)) taken = await takeScan();
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
