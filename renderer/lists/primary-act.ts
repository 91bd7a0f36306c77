import type { WatchedView } from '../../shared/snapshot.ts';
import type { ConflictVerdict } from '../../shared/verdict.ts';

/** The act that helps most with a conflict, beside a kill. */
export type PrimaryAct =
  | { readonly kind: 'move'; readonly to: number }
  /** Watch the service where it listens now. */
  | { readonly kind: 'follow'; readonly to: number }
  /** Nothing can be done here: the entry itself asks for what cannot be. */
  | { readonly kind: 'edit' };

/** Nobody can be told to go, and waiting does not help. */
const EDITED: ReadonlySet<ConflictVerdict['conflict']> = new Set([
  'claimed-twice',
  'reserved',
  'excluded',
]);

/** Undefined where nothing stands out, as for a port that is free again by itself. */
export function toPrimaryAct({ verdict, reassignPlan }: WatchedView): PrimaryAct | undefined {
  if (verdict.kind !== 'conflict') return undefined;
  // The port is free: writing yet another port into the service's file would not bring it back.
  if (verdict.conflict === 'drifted') return { kind: 'follow', to: verdict.serviceOn };
  if (reassignPlan?.kind === 'ready') return { kind: 'move', to: reassignPlan.to };
  return EDITED.has(verdict.conflict) ? { kind: 'edit' } : undefined;
}
