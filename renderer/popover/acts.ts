import { createContext, useContext } from 'react';
import type { KillMeans, KillPlan, KillWayKind } from '../../shared/kill.ts';
import type { Startable } from '../../shared/launch.ts';
import type { MutePeriod } from '../../shared/mute.ts';
import type { ReassignPlan } from '../../shared/reassign.ts';
import type { Undoable } from '../../shared/snapshot.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import type { Shown, Victim } from '../lists/evidence.ts';
import type { ListenerRow } from '../lists/listener-rows.ts';
import type { Saying } from '../words/saying.ts';

/** Whose kill it is: `subjectId` is the item under which the outcome is told. */
export interface KillTarget extends Shown {
  readonly subjectId: string;
  readonly listenerKey: string;
  readonly port: number;
}

/** The kill of a victim that stands under this item. */
export function toKillTarget(victim: Victim, subjectId: string, port: number): KillTarget {
  const { listenerKey, shown, shownContainers } = victim;
  return { subjectId, listenerKey, shown, shownContainers, port };
}

/** What is said under a button while an act runs and after it. */
export interface OutcomeLine {
  readonly tone: 'busy' | 'good' | 'plain' | 'bad';
  readonly text: string;
  /** A kill that was outlived can be repeated by force. */
  readonly force?: {
    readonly target: KillTarget;
    readonly way: KillWayKind;
    readonly saying: Saying;
  };
  /** A line of the text that a person may run in a terminal. */
  readonly command?: string;
  /** What was started again, whose output can be opened. */
  readonly logId?: string;
  /** The port whose holder it tells of; later news of the same port take its place. */
  readonly port?: number;
  /** The watched port for which somebody waits, which can be given up. */
  readonly waitsFor?: string;
}

export type OpenDialog =
  | {
      readonly kind: 'kill';
      readonly target: KillTarget;
      readonly token: string;
      readonly plan: KillPlan;
      readonly means: KillMeans;
      /** Which way is chosen at first; undefined where there is none. */
      readonly way: KillWayKind | undefined;
    }
  | {
      readonly kind: 'move';
      readonly watchedPort: WatchedPort;
      readonly token: string;
      readonly plan: ReassignPlan;
    }
  | { readonly kind: 'watch'; readonly row: ListenerRow; readonly isForMove: boolean }
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' };

/** All that a person can do in the popover. Acts report by outcome lines, never by throwing. */
export interface Acts {
  readonly outcomes: ReadonlyMap<string, OutcomeLine>;
  readonly dialog: OpenDialog | undefined;
  /** `way` is chosen first where the plan has it. */
  planKill(target: KillTarget, means?: KillMeans, way?: KillWayKind): void;
  runKill(dialog: Extract<OpenDialog, { kind: 'kill' }>, way: KillWayKind): void;
  startAgain(startable: Startable, place: 'same-port' | 'elsewhere'): void;
  /** Opens what something prints that was started again. */
  openLog(id: string): void;
  /** Puts a command on the clipboard; answers whether it is there. */
  copy(text: string): Promise<boolean>;
  planMove(watchedPort: WatchedPort): void;
  /** `restarts`: also starts the service on its new port, as the plan says. */
  runMove(dialog: Extract<OpenDialog, { kind: 'move' }>, restarts: boolean): void;
  /** Waits no longer for a moved service to come up. */
  stopWaiting(watchedPortId: string): void;
  /** `isForMove`: the person wants to move its service, which has to be watched first. */
  askWatch(row: ListenerRow, isForMove?: boolean): void;
  /** Saves a new watched port; answers why it was not saved. */
  saveWatch(watchedPort: WatchedPort): Promise<string | undefined>;
  undo(undoable: Undoable): void;
  /** Accepts what the conflict's evidence shows: its owners, or where the service is now. */
  acceptOwner(watchedPort: WatchedPort, shown: Shown): void;
  mute(watchedPort: WatchedPort, period: MutePeriod): void;
  /** Has Portreeve itself keep the port bound for its service. */
  hold(watchedPort: WatchedPort): void;
  letGo(watchedPort: WatchedPort): void;
  /** Opens the settings window, at one watched port where it is given. */
  openSettings(watchedPortId?: string): void;
  /** The item whose detail is shown. */
  readonly detailId: string | undefined;
  showDetail(itemId: string | undefined): void;
  openPage(subjectId: string, listenerKey: string): void;
  openFolder(subjectId: string, listenerKey: string): void;
  /** Puts a line on the clipboard and says so. */
  copyFor(subjectId: string, text: string): void;
  openPalette(): void;
  openShortcuts(): void;
  closeDialog(): void;
  dismiss(subjectId: string): void;
}

/** The item id of a watched port, whether it is drawn as a card or as a row. */
export function toWatchedItemId(watchedPortId: string): string {
  return `watched:${watchedPortId}`;
}

/** Under what the outcome of starting something again is told. */
export function toStartSubject(id: string): string {
  return `start:${id}`;
}

export const UNDO_SUBJECT = 'undo';

export const ActsContext = createContext<Acts | undefined>(undefined);

export function useActs(): Acts {
  const acts = useContext(ActsContext);
  if (acts === undefined) throw new Error('useActs needs an ActsContext above it.');
  return acts;
}
