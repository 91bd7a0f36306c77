import type { Listener } from '../../shared/listener.ts';
import type { WatchedView } from '../../shared/snapshot.ts';
import type { ListenerRow } from '../lists/listener-rows.ts';
import { toOwnerId } from '../words/listener-words.ts';
import { toWatchedItemId } from '../popover/acts.ts';
import type { PopoverLists } from '../popover/use-popover-lists.ts';
import type { ReportSubject } from './use-report.ts';

/** What the pane and the palette are about: a watched port, or a row of listeners. */
export interface Subject {
  readonly itemId: string;
  readonly port: number;
  /** The watched port itself, or the one whose verdict rests on this listener. */
  readonly view: WatchedView | undefined;
  readonly row: ListenerRow | undefined;
  readonly listeners: readonly Listener[];
  readonly question: ReportSubject;
}

/** Finds what an item stands for now; undefined for headings, and for what has gone. */
export function findSubject(itemId: string, lists: PopoverLists): Subject | undefined {
  const views = [...lists.conflicts, ...lists.others];
  const view = views.find(({ watchedPort }) => toWatchedItemId(watchedPort.id) === itemId);
  if (view !== undefined) {
    const { id, port } = view.watchedPort;
    const listeners = lists.evidence.get(id) ?? [];
    const question = { kind: 'watched-port', watchedPortId: id } as const;
    return { itemId, port, view, row: undefined, listeners, question };
  }
  const row = lists.allRows.find(({ id }) => id === itemId);
  if (row === undefined) return undefined;
  const keys = new Set(row.listeners.map(({ key }) => key));
  return {
    itemId,
    port: row.port,
    view: views.find(
      ({ verdict }) => verdict.kind !== 'free' && verdict.listenerKeys.some((key) => keys.has(key)),
    ),
    row,
    listeners: row.listeners,
    question: { kind: 'listener', listenerKey: row.listeners[0].key },
  };
}

/** Equal for as long as the same processes hold the port and the verdict is the same. */
export function toSituation({ view, listeners }: Subject): string {
  const holders = listeners.map(({ key, owners }) => `${key}=${owners.map(toOwnerId).join(',')}`);
  return `${view?.verdict.kind ?? ''} ${holders.join(' ')}`;
}
