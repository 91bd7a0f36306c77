import { useSyncExternalStore } from 'react';
import type { Snapshot, SnapshotChange } from '../shared/snapshot.ts';
import { applyChange } from './apply-change.ts';
import { invoke, subscribe } from './bridge.ts';

/** Until the first snapshot is here the windows have nothing to show. */
export type SnapshotReading =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly snapshot: Snapshot }
  | { readonly kind: 'failed' };

let reading: SnapshotReading = { kind: 'reading' };
const handlers = new Set<() => void>();

function publish(next: SnapshotReading): void {
  reading = next;
  for (const handler of handlers) handler();
}

/** Asks for the first snapshot and hears of every change; once, before the first drawing. */
export function connectSnapshot(): void {
  /** Changes that overtook the snapshot that they belong to. */
  const early: SnapshotChange[] = [];
  subscribe('snapshot.changed', (change) => {
    if (reading.kind === 'read') {
      publish({ kind: 'read', snapshot: applyChange(reading.snapshot, change) });
    } else {
      early.push(change);
    }
  });
  invoke('snapshot.read', {}).then(
    (snapshot) => publish({ kind: 'read', snapshot: early.reduce(applyChange, snapshot) }),
    () => publish({ kind: 'failed' }),
  );
}

function subscribeToReading(handler: () => void): () => void {
  handlers.add(handler);
  return () => handlers.delete(handler);
}

/** The main process's state as this window last heard it; windows decide nothing themselves. */
export function useSnapshot(): SnapshotReading {
  return useSyncExternalStore(subscribeToReading, () => reading);
}
