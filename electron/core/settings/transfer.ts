import type { CommandOutput } from '../../../shared/contract.ts';
import { preferencesSchema, settingsSchema, type Settings } from '../../../shared/settings.ts';
import { STAYS_HERE, type SettingsDiff } from '../../../shared/settings-transfer.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { Host } from '../host.ts';
import { createPlanRegistry } from '../plan-registry.ts';
import type { StateCell } from '../state.ts';
import { isSameValue, listChangedPreferences } from './changed-things.ts';

/** Brings settings to a file and back. */
export interface Transfer {
  /** Writes them to a file that the person chose; whether they are there now. */
  save(file: string): Promise<boolean>;
  /** What taking the settings of a file would change; takes nothing. */
  plan(file: string): Promise<CommandOutput<'settings.plan-import'>>;
  /** What that would have watched. */
  listWatchedPorts(token: string): readonly WatchedPort[];
  carryOut(token: string): CommandOutput<'settings.import'>;
}

export interface TransferParts {
  readonly host: Pick<Host, 'clock' | 'createId' | 'saveText' | 'settingsStore'>;
  readonly cell: StateCell;
  readonly changeSettings: (change: (settings: Settings) => Settings) => void;
}

interface Plan {
  /** What the diff was shown against. */
  readonly over: Settings;
  readonly imported: Settings;
}

export function createTransfer({ host, cell, changeSettings }: TransferParts): Transfer {
  const plans = createPlanRegistry<Plan>(host.clock, host.createId);
  return {
    save: (file) => host.saveText(file, `${JSON.stringify(cell.get().settings, undefined, 2)}\n`),
    async plan(file) {
      const read = await host.settingsStore.readOther(file);
      if (read.kind !== 'good') return { kind: 'refused', file, reason: read };
      const over = cell.get().settings;
      const imported = takeOver(over, read.settings);
      const diff = toDiff(over, imported);
      if (isSameValue(over, imported)) return { kind: 'same', file };
      return { kind: 'planned', token: plans.issue({ over, imported }), file, diff };
    },
    listWatchedPorts: (token) => plans.look(token)?.imported.watchedPorts ?? [],
    carryOut(token) {
      const plan = plans.take(token);
      if (plan === undefined) return { kind: 'token-expired' };
      const now = cell.get().settings;
      // Whatever the diff did not show would be lost by it.
      if (!isSameValue(toDiff(now, plan.imported), toDiff(plan.over, plan.imported))) {
        return { kind: 'changed' };
      }
      changeSettings((settings) => takeOver(settings, plan.imported));
      return { kind: 'imported' };
    },
  };
}

/**
 * The settings with the preferences and the watched ports of others. Windows, pauses and what was
 * ignored stay as they are here, and no port is held that was not held before.
 */
export function takeOver(settings: Settings, others: Settings): Settings {
  const stays = new Set<string>(STAYS_HERE);
  const preferences = preferencesSchema
    .keyof()
    .options.flatMap((key) => (stays.has(key) ? [] : [[key, others[key]] as const]));
  const ids = new Set(others.watchedPorts.map(({ id }) => id));
  return settingsSchema.parse({
    ...settings,
    ...Object.fromEntries(preferences),
    watchedPorts: others.watchedPorts,
    mutes: settings.mutes.filter(({ watchedPortId }) => ids.has(watchedPortId)),
    heldPorts: settings.heldPorts.filter((id) => ids.has(id)),
  });
}

/** What differs, in the terms of a person. */
export function toDiff(before: Settings, after: Settings): SettingsDiff {
  const keys = listChangedPreferences(before, after);
  const pick = (settings: Settings) =>
    preferencesSchema.parse(Object.fromEntries(keys.map((key) => [key, settings[key]])));
  const old = new Map(before.watchedPorts.map((port) => [port.id, port]));
  const ids = new Set(after.watchedPorts.map(({ id }) => id));
  return {
    before: pick(before),
    after: pick(after),
    added: after.watchedPorts.filter(({ id }) => !old.has(id)).map(toName),
    edited: after.watchedPorts
      .filter((port) => old.has(port.id) && !isSameValue(old.get(port.id), port))
      .map(toName),
    removed: before.watchedPorts.filter(({ id }) => !ids.has(id)).map(toName),
  };
}

function toName({ id, name, port }: WatchedPort) {
  return { id, name, port };
}
