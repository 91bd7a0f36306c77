import { toLastingName } from '../../shared/container-name.ts';
import type { Listener, Owner } from '../../shared/listener.ts';
import { FURTHER_NOTICE, isMuteOver, type MutePeriod } from '../../shared/mute.ts';
import { settingsSchema, type Preferences, type Settings } from '../../shared/settings.ts';
import { isSameWatch, type OwnerRule, type WatchedPort } from '../../shared/watched-port.ts';

/*
 * What a person may change, as functions from settings to settings.
 */

const WATCHED_PORTS_MAX = 1000;
const ACCEPTED_OWNERS_MAX = 50;

const HOUR_MS = 3_600_000;
/** By the clocks on the spot. */
const NIGHT_UNTIL_HOUR = 4;
const MORNING_HOUR = 8;

export type SavedWatchedPort =
  | { readonly kind: 'saved'; readonly settings: Settings }
  | { readonly kind: 'watched-twice'; readonly name: string }
  | { readonly kind: 'too-many' };

/** Adds a watched port, or replaces the one with its id, in its place. */
export function saveWatchedPort(settings: Settings, watchedPort: WatchedPort): SavedWatchedPort {
  const others = settings.watchedPorts.filter(({ id }) => id !== watchedPort.id);
  const twin = findTwin(others, watchedPort);
  if (twin !== undefined) return { kind: 'watched-twice', name: twin.name };
  const isNew = others.length === settings.watchedPorts.length;
  if (isNew && others.length >= WATCHED_PORTS_MAX) return { kind: 'too-many' };
  const watchedPorts = isNew
    ? [...others, watchedPort]
    : settings.watchedPorts.map((other) => (other.id === watchedPort.id ? watchedPort : other));
  return { kind: 'saved', settings: { ...settings, watchedPorts } };
}

/** Another entry that watches the same address of the same port. */
export function findTwin(
  watchedPorts: readonly WatchedPort[],
  watchedPort: WatchedPort,
): WatchedPort | undefined {
  return watchedPorts.find(
    (other) => other.id !== watchedPort.id && isSameWatch(other, watchedPort),
  );
}

/** Forgets a watched port and whatever was set for it. */
export function removeWatchedPort(settings: Settings, watchedPortId: string): Settings {
  return {
    ...settings,
    watchedPorts: settings.watchedPorts.filter(({ id }) => id !== watchedPortId),
    mutes: settings.mutes.filter((mute) => mute.watchedPortId !== watchedPortId),
    heldPorts: settings.heldPorts.filter((id) => id !== watchedPortId),
  };
}

/** Has the app hold a watched port from now on. */
export function keepHeld(settings: Settings, watchedPortId: string): Settings {
  const { heldPorts } = settings;
  if (heldPorts.includes(watchedPortId)) return settings;
  return { ...settings, heldPorts: [...heldPorts, watchedPortId] };
}

/** Has the app hold a watched port no longer. */
export function letGoOfPort(settings: Settings, watchedPortId: string): Settings {
  const { heldPorts } = settings;
  if (!heldPorts.includes(watchedPortId)) return settings;
  return { ...settings, heldPorts: heldPorts.filter((id) => id !== watchedPortId) };
}

/** Lets the programs or containers behind these listeners hold the port from now on. */
export function acceptOwners(
  settings: Settings,
  watchedPortId: string,
  listeners: readonly Pick<Listener, 'owners' | 'container'>[],
): Settings {
  return changeWatchedPort(settings, watchedPortId, (watchedPort) => {
    const known = new Set(watchedPort.acceptedOwners.map((rule) => JSON.stringify(rule)));
    const rules = listeners.flatMap(toRules).filter((rule) => {
      const text = JSON.stringify(rule);
      const isNew = !known.has(text);
      known.add(text);
      return isNew;
    });
    return {
      ...watchedPort,
      acceptedOwners: [...watchedPort.acceptedOwners, ...rules].slice(-ACCEPTED_OWNERS_MAX),
    };
  });
}

/** What only forwards a container's port says nothing about the container. */
function toRules({
  owners,
  container,
}: Pick<Listener, 'owners' | 'container'>): readonly OwnerRule[] {
  return container === undefined
    ? owners.map(toRule)
    : [{ kind: 'container', name: toLastingName(container) }];
}

/** An interpreter runs anything, so its project says more than its path wherever there is one. */
function toRule(owner: Owner): OwnerRule {
  if (owner.project !== undefined) return { kind: 'project', folder: owner.project };
  return { kind: 'executable', executable: owner.executable ?? owner.name };
}

/** Ignores a watched port's conflicts from `nowMs` (wall clock) on, or no longer. */
export function muteWatchedPort(
  settings: Settings,
  watchedPortId: string,
  period: MutePeriod,
  nowMs: number,
): Settings {
  const others = settings.mutes.filter(
    (mute) => mute.watchedPortId !== watchedPortId && !isMuteOver(mute, nowMs),
  );
  const isWatched = settings.watchedPorts.some(({ id }) => id === watchedPortId);
  if (!isWatched || period === 'over') return { ...settings, mutes: others };
  const mute = { watchedPortId, until: toMuteEnd(period, nowMs) };
  return { ...settings, mutes: [...others, mute] };
}

function toMuteEnd(period: Exclude<MutePeriod, 'over'>, nowMs: number): string {
  switch (period) {
    case 'hour':
      return new Date(nowMs + HOUR_MS).toISOString();
    case 'until-morning':
      return toNextMorning(nowMs).toISOString();
    case 'further-notice':
      return FURTHER_NOTICE;
  }
}

/**
 * Eight in the morning of the next day. The hours before four still belong to the day before: at
 * two in the night the next morning is six hours away.
 */
function toNextMorning(nowMs: number): Date {
  const morning = new Date(nowMs - NIGHT_UNTIL_HOUR * HOUR_MS);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(MORNING_HOUR, 0, 0, 0);
  return morning;
}

/** What moved from one port to another, with whatever moved along. */
export interface Moved {
  readonly watchedPortId: string;
  readonly alongside?: readonly string[] | undefined;
  readonly from: number;
  readonly to: number;
}

/** Follows a service to the port that it was moved to, unless that one is watched already. */
export function followMove(settings: Settings, moved: Moved): Settings {
  const { from, to } = moved;
  return listMoved(moved).reduce((now, id) => moveWatchedPort(now, id, from, to), settings);
}

/** Another entry that watches the port which a moved service would go back to. */
export function findRival(
  watchedPorts: readonly WatchedPort[],
  moved: Moved,
): WatchedPort | undefined {
  const ids = listMoved(moved);
  return watchedPorts
    .filter(({ id }) => ids.includes(id))
    .map((own) => findTwin(watchedPorts, { ...own, port: moved.from }))
    .find((twin) => twin !== undefined);
}

/** The ids of all that moved. */
export function listMoved({ watchedPortId, alongside = [] }: Moved): readonly string[] {
  return [watchedPortId, ...alongside];
}

function moveWatchedPort(
  settings: Settings,
  watchedPortId: string,
  from: number,
  to: number,
): Settings {
  return changeWatchedPort(settings, watchedPortId, (watchedPort) => {
    const moved = { ...watchedPort, port: to };
    const isPossible = findTwin(settings.watchedPorts, moved) === undefined;
    return watchedPort.port === from && isPossible ? moved : watchedPort;
  });
}

function changeWatchedPort(
  settings: Settings,
  watchedPortId: string,
  change: (watchedPort: WatchedPort) => WatchedPort,
): Settings {
  return {
    ...settings,
    watchedPorts: settings.watchedPorts.map((watchedPort) =>
      watchedPort.id === watchedPortId ? change(watchedPort) : watchedPort,
    ),
  };
}

/** Takes over the preferences that were given and leaves the others as they are. */
export function applyPreferences(settings: Settings, preferences: Preferences): Settings {
  const given = Object.entries(preferences).filter(([, value]) => value !== undefined);
  return settingsSchema.parse({ ...settings, ...Object.fromEntries(given) });
}
