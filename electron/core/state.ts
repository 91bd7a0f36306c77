import type { Container } from '../../shared/container.ts';
import type { Health } from '../../shared/health.ts';
import type { Listener, Owner } from '../../shared/listener.ts';
import type { Startable } from '../../shared/launch.ts';
import { toLocale } from '../../shared/locale.ts';
import { isMuteOver } from '../../shared/mute.ts';
import type { ReassignPlan } from '../../shared/reassign.ts';
import type { SettingsChange } from '../../shared/settings-change.ts';
import type { Settings } from '../../shared/settings.ts';
import type {
  Moving,
  Notice,
  ScanFailureReason,
  Snapshot,
  Undoable,
  Watching,
} from '../../shared/snapshot.ts';
import type { System } from '../../shared/system.ts';
import type { Verdict } from '../../shared/verdict.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { isSameService } from './health/same-service.ts';
import { takeBack, type UndoableChange } from './settings/changed-things.ts';
import { unknownSurroundings, type Surroundings } from './verdicts/conflicts.ts';
import type { Reading } from './verdicts/verdict.ts';

/** What is remembered of a watched port from scan to scan. */
export interface JudgedPort {
  /** The entry that was judged; an entry that changed since starts anew. */
  readonly watchedPort: WatchedPort;
  /** The verdict that is shown. */
  readonly verdict: Verdict;
  /** A conflict was seen once and waits for a second scan to confirm it. */
  readonly isSuspected: boolean;
  /** A conflict that began and has not ended, even while a failed scan hides it. */
  readonly isInConflict: boolean;
  /** What the running conflict comes from: a program, or the kind where there is none. */
  readonly cause: string | undefined;
  /** An expected owner was seen on the port since we watch it. */
  readonly wasHeld: boolean;
  /** Who was told about last, and when (monotonic milliseconds); keeps flapping quiet. */
  readonly lastAlert: { readonly cause: string; readonly atMs: number } | undefined;
}

/** What verdicts follow from; the same three objects mean the same verdicts. */
export interface JudgementBasis {
  readonly reading: Reading;
  readonly watchedPorts: readonly WatchedPort[];
  readonly surroundings: Surroundings;
}

/** What probes have told of a watched port; nothing of an entry that was edited since. */
export interface ProbedPort {
  readonly watchedPort: WatchedPort;
  readonly health: Health;
}

export interface ScanFailure {
  readonly reason: ScanFailureReason;
  /** Wall clock of the first failed scan in a row, in milliseconds. */
  readonly sinceMs: number;
}

export interface AppState {
  readonly settings: Settings;
  /** The last good scan; undefined until there was one. */
  readonly reading: Reading | undefined;
  readonly failure: ScanFailure | undefined;
  readonly surroundings: Surroundings;
  readonly judged: ReadonlyMap<string, JudgedPort>;
  /** What `judged` was decided from. */
  readonly basis: JudgementBasis | undefined;
  /** By watched port's id, for the ports in conflict: what a move would do. */
  readonly reassignPlans: ReadonlyMap<string, ReassignPlan>;
  /** By the sockets' id: whose port it is, where it is a container's. */
  readonly containers: ReadonlyMap<string, Container>;
  /** By watched port's id, for those whose service was ever probed. */
  readonly health: ReadonlyMap<string, ProbedPort>;
  readonly notices: readonly Notice[];
  readonly undoable: Undoable | undefined;
  /** The newest change of the settings window. */
  readonly settingsChange: UndoableChange | undefined;
  /** The moves that are under way. */
  readonly moving: readonly Moving[];
  /** What kills ended and can be started again, the newest first. */
  readonly startable: readonly Startable[];
}

export function createState(settings: Settings, notices: readonly Notice[]): AppState {
  return {
    settings,
    reading: undefined,
    failure: undefined,
    surroundings: unknownSurroundings,
    judged: new Map(),
    basis: undefined,
    reassignPlans: new Map(),
    containers: new Map(),
    health: new Map(),
    notices,
    undoable: undefined,
    settingsChange: undefined,
    moving: [],
    startable: [],
  };
}

/** The one mutable cell. Subscribers hear of every change, and of nothing else. */
export interface StateCell {
  get(): AppState;
  commit(next: AppState): void;
  /** Returns the function that ends the subscription. */
  subscribe(handler: (state: AppState) => void): () => void;
}

export function createStateCell(
  initial: AppState,
  onBug: (error: unknown) => void = () => undefined,
): StateCell {
  let current = initial;
  const handlers = new Set<(state: AppState) => void>();
  return {
    get: () => current,
    commit(next) {
      if (next === current) return;
      current = next;
      for (const handler of handlers) {
        // One projection that fails must not keep the others from hearing.
        try {
          handler(next);
        } catch (error) {
          onBug(error);
        }
      }
    },
    subscribe(handler) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
  };
}

/** The verdict of a watched port that no scan has judged yet. */
export const notScanned: Verdict = {
  kind: 'undetermined',
  reason: 'not-scanned',
  listenerKeys: [],
};

function toWatching(state: AppState): Watching {
  if (state.settings.isPaused) return { kind: 'paused' };
  if (state.failure !== undefined) {
    return {
      kind: 'not-watching',
      reason: state.failure.reason,
      since: new Date(state.failure.sinceMs).toISOString(),
    };
  }
  return state.reading === undefined ? { kind: 'starting' } : { kind: 'watching' };
}

/** Until when (ISO 8601, or `further-notice`) a watched port's conflicts are ignored, if they are at this moment. */
export function toMutedUntil(
  settings: Settings,
  watchedPortId: string,
  nowMs: number,
): string | undefined {
  return settings.mutes.find(
    (mute) => mute.watchedPortId === watchedPortId && !isMuteOver(mute, nowMs),
  )?.until;
}

/** Whoever has lost its port is not down, but away; its verdict says so. */
function toShownHealth(state: AppState, watchedPort: WatchedPort): Health | undefined {
  const probed = state.health.get(watchedPort.id);
  if (watchedPort.probe === undefined || probed === undefined) return undefined;
  if (state.judged.get(watchedPort.id)?.verdict.kind !== 'expected') return undefined;
  return isSameService(probed.watchedPort, watchedPort) ? probed.health : undefined;
}

export interface SnapshotSurroundings {
  /** Wall clock, in milliseconds. */
  readonly nowMs: number;
  readonly system: System;
  readonly homeFolder: string;
  readonly systemLanguage: string;
}

/** What the windows, the tray and the command show of a state. */
export function toSnapshot(state: AppState, surroundings: SnapshotSurroundings): Snapshot {
  const { settings } = state;
  const settingsChange = toSettingsChange(state);
  return {
    watching: toWatching(state),
    coverage: (state.reading?.missing.length ?? 0) === 0 ? 'complete' : 'partial',
    listeners: state.reading?.listeners ?? [],
    watched: settings.watchedPorts.map((watchedPort) => {
      const mutedUntil = toMutedUntil(settings, watchedPort.id, surroundings.nowMs);
      const reassignPlan = state.reassignPlans.get(watchedPort.id);
      const health = toShownHealth(state, watchedPort);
      return {
        watchedPort,
        verdict: state.judged.get(watchedPort.id)?.verdict ?? notScanned,
        ...(mutedUntil !== undefined && { mutedUntil }),
        ...(settings.heldPorts.includes(watchedPort.id) && { isHoldWanted: true }),
        ...(health !== undefined && { health }),
        ...(reassignPlan !== undefined && { reassignPlan }),
      };
    }),
    notices: state.notices,
    ...(state.undoable !== undefined && { undoable: state.undoable }),
    ...(settingsChange !== undefined && { settingsChange }),
    ...(state.moving.length > 0 && { moving: state.moving }),
    startable: state.startable,
    settings,
    system: surroundings.system,
    homeFolder: surroundings.homeFolder,
    locale: toLocale(
      settings.language === 'system' ? surroundings.systemLanguage : settings.language,
    ),
  };
}

/** The change that can still be taken back. */
function toSettingsChange({ settings, settingsChange }: AppState): SettingsChange | undefined {
  if (settingsChange === undefined || takeBack(settings, settingsChange) === undefined) {
    return undefined;
  }
  const { id, things, count } = settingsChange;
  return { id, things, count };
}

/** The listeners that a verdict names as its evidence, in the order of the listing. */
export function findEvidence(snapshot: Snapshot, verdict: Verdict): readonly Listener[] {
  if (verdict.kind === 'free') return [];
  return snapshot.listeners.filter((listener) => verdict.listenerKeys.includes(listener.key));
}

/** Every process behind these listeners, each once. */
export function toOwners(listeners: readonly Pick<Listener, 'owners'>[]): readonly Owner[] {
  const owners = new Map<string, Owner>();
  for (const owner of listeners.flatMap((listener) => listener.owners)) {
    owners.set(`${owner.identity.pid}/${owner.identity.startToken}`, owner);
  }
  return [...owners.values()];
}

/** The ids of the containers behind these listeners, each once. */
export function toContainerIds(
  listeners: readonly Pick<Listener, 'container'>[],
): readonly string[] {
  return [...new Set(listeners.flatMap(({ container }) => container?.id ?? []))];
}
