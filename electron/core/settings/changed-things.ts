import { preferencesSchema, type Preferences, type Settings } from '../../../shared/settings.ts';
import type { ChangedThing, SettingsChange } from '../../../shared/settings-change.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';

/** A change that can be taken back as long as nobody else has changed the same since. */
export interface UndoableChange extends SettingsChange {
  readonly before: Settings;
  readonly after: Settings;
}

const PREFERENCES = preferencesSchema.keyof().options;

/** Whether two values of settings are the same; unchanged parts mostly are the very same object. */
export function isSameValue(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** The preferences that differ. */
export function listChangedPreferences(
  before: Settings,
  after: Settings,
): readonly (keyof Preferences)[] {
  return PREFERENCES.filter((key) => !isSameValue(before[key], after[key]));
}

/** What differs between two settings, as a person would say it; the ports first. */
export function listChangedThings(before: Settings, after: Settings): readonly ChangedThing[] {
  const old = new Map(before.watchedPorts.map((port) => [port.id, port]));
  const ids = new Set(after.watchedPorts.map(({ id }) => id));
  const ignored = after.mutes.flatMap((mute) => {
    const isNew = !before.mutes.some((other) => isSameValue(other, mute));
    return isNew ? after.watchedPorts.filter(({ id }) => id === mute.watchedPortId) : [];
  });
  return [
    ...after.watchedPorts.flatMap((port) => {
      const known = old.get(port.id);
      if (known === undefined) return toThing('added', port);
      return isSameValue(known, port) ? [] : toThing('edited', port);
    }),
    ...before.watchedPorts.flatMap((port) => (ids.has(port.id) ? [] : toThing('removed', port))),
    ...ignored.flatMap((port) => toThing('ignored', port)),
    ...listChangedPreferences(before, after).map((key) => ({ kind: 'preference', key }) as const),
  ];
}

function toThing(
  kind: 'added' | 'edited' | 'removed' | 'ignored',
  { name, port }: WatchedPort,
): ChangedThing[] {
  return [{ kind, name, port }];
}

/** The settings without that change; undefined where one of its parts was changed again since. */
export function takeBack(
  settings: Settings,
  { before, after }: Pick<UndoableChange, 'before' | 'after'>,
): Settings | undefined {
  const keys = (Object.keys(after) as (keyof Settings)[]).filter(
    (key) => !isSameValue(before[key], after[key]),
  );
  if (keys.some((key) => !isSameValue(settings[key], after[key]))) return undefined;
  return { ...settings, ...Object.fromEntries(keys.map((key) => [key, before[key]])) };
}
