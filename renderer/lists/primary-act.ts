import type { WatchedView } from '../../shared/snapshot.ts';

/** The act that helps most with a conflict, beside a kill. */
export type PrimaryAct =
  | { readonly kind: 'move'; readonly to: number }
  /** Watch the service where it listens now. */
  | { readonly kind: 'follow'; readonly to: number }
  /** Nothing can be done here: the entry itself asks for what cannot be. */
  | { readonly kind: 'edit' };

/** Undefined where nothing stands out, as for a port that is free again by itself. */
export function toPrimaryAct({ verdict, reassignPlan }: WatchedView): PrimaryAct | undefined {
  if (verdict.kind !== 'conflict') return undefined;
  // The port is free: writing yet another port into the service's file would not bring it back.
  if (verdict.conflict === 'drifted') return { kind: 'follow', to: verdict.serviceOn };
  if (reassignPlan?.kind === 'ready') return { kind: 'move', to: reassignPlan.to };
  return verdict.conflict === 'claimed-twice' || verdict.conflict === 'reserved'
    ? { kind: 'edit' }
    : undefined;
}
