import { useEffect, useRef } from 'react';
import type { Snapshot } from '../../shared/snapshot.ts';
import { toShown } from '../lists/evidence.ts';
import { handleViewRequests } from '../view-requests.ts';
import { toWatchedItemId, type Acts, type KillTarget } from './acts.ts';

const GLOW_MS = 1600;

/** Brings into view what the person asked for in the tray. */
export function useRequestedViews(context: {
  readonly snapshot: Snapshot;
  readonly acts: Acts;
  readonly moveTo: (id: string) => void;
  readonly setSearchText: (text: string) => void;
  readonly setOpenId: (id: string | undefined) => void;
  readonly setGlowingId: (id: string | undefined) => void;
}): void {
  const latest = useRef(context);
  useEffect(() => {
    latest.current = context;
  });
  useEffect(
    () =>
      handleViewRequests((request) => {
        const { snapshot, acts, ...view } = latest.current;
        if (request.kind === 'kill-plan') {
          acts.planKill(findKillTarget(snapshot, request.listenerKey));
          return;
        }
        if (request.kind === 'port') return;
        const { watchedPortId } = request;
        const found = snapshot.watched.find(({ watchedPort }) => watchedPort.id === watchedPortId);
        if (found === undefined) return;
        const itemId = toWatchedItemId(watchedPortId);
        view.setSearchText('');
        if (found.verdict.kind !== 'conflict') view.setOpenId(itemId);
        view.moveTo(itemId);
        view.setGlowingId(itemId);
        setTimeout(() => view.setGlowingId(undefined), GLOW_MS);
        if (request.kind === 'reassign-plan') acts.planMove(found.watchedPort);
      }),
    [],
  );
}

function findKillTarget(snapshot: Snapshot, listenerKey: string): KillTarget {
  const listener = snapshot.listeners.find(({ key }) => key === listenerKey);
  const watched = snapshot.watched.find(
    ({ verdict }) => verdict.kind !== 'free' && verdict.listenerKeys.includes(listenerKey),
  );
  const subjectId =
    watched === undefined ? `listener:${listenerKey}` : toWatchedItemId(watched.watchedPort.id);
  const shown = toShown(listener === undefined ? [] : [listener]);
  return { subjectId, listenerKey, ...shown, port: listener?.port ?? 0 };
}
