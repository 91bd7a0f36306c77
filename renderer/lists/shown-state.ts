import type { WatchedView } from '../../shared/snapshot.ts';
import type { Verdict } from '../../shared/verdict.ts';

/** A verdict, or what is wrong with a service although it has its port. */
export type ShownState = Verdict['kind'] | 'failing' | 'down';

/** The one state that a watched port is shown in. */
export function toShownState({ verdict, health }: WatchedView): ShownState {
  const isWell = health === undefined || health.state === 'healthy';
  return verdict.kind !== 'expected' || isWell ? verdict.kind : health.state;
}
