import { createContainerWatch } from './container-watch.ts';
import type { Host, ScanResult } from './host.ts';
import { reconcile, type ReconcileMoment, type Transition } from './reconcile.ts';
import type { StateCell } from './state.ts';
import { createSurroundingsWatch } from './surroundings-watch.ts';

/**
 * What is done with a scan, whoever looks: the app, `portreeve watch`, a command that looks once.
 * It is one for all of them, lest one of them judges by less than the others.
 */
export interface ScanCycle {
  /** Takes the scan into the state. */
  take(scan: ScanResult): Transition;
  /**
   * Looks at what a scan does not tell: surroundings and containers. What has changed shows in the
   * next scan that is taken.
   */
  look(): Promise<'changed' | 'same'>;
  /** The same in the background, so that no scan waits for it; tells only of a change. */
  lookAside(onChange: () => void): void;
}

/** `keeperPid` is the app's, which holds ports for their services, where one runs. */
export function createScanCycle(
  host: Host,
  cell: StateCell,
  keeperPid: ReconcileMoment['keeperPid'],
): ScanCycle {
  const surroundings = createSurroundingsWatch(host, cell);
  const containers = createContainerWatch(host, cell);

  return {
    take(scan) {
      const transition = reconcile(cell.get(), scan, {
        nowMs: host.clock.wallMs(),
        monotonicMs: host.clock.monotonicMs(),
        createId: host.createId,
        keeperPid,
      });
      cell.commit(transition.state);
      return transition;
    },
    async look() {
      const looked = await surroundings.look();
      const named = await containers.look();
      return looked === 'changed' ? looked : named;
    },
    lookAside(onChange) {
      surroundings.lookAside(onChange);
      containers.lookAside(onChange);
    },
  };
}
