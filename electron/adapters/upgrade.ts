import { SETTINGS_VERSION } from '../../shared/settings.ts';

/*
 * What older versions wrote, as this one reads it.
 *
 * settings 1: a watched port has one `configTarget` or none
 * history:    a `reassigned` entry has one `edit` and the path of its `backup`
 */

type Json = Readonly<Record<string, unknown>>;

/** Settings of an older shape in today's; whatever else is in them stays as it is. */
export function upgradeSettings(settings: Json): Json {
  if (settings['version'] !== 1) return settings;
  const { watchedPorts } = settings;
  return {
    ...settings,
    version: SETTINGS_VERSION,
    ...(Array.isArray(watchedPorts) ? { watchedPorts: watchedPorts.map(upgradeWatchedPort) } : {}),
  };
}

/** An entry of history of an older shape in today's. */
export function upgradeHistoryEntry(entry: unknown): unknown {
  if (!isRecord(entry) || entry['kind'] !== 'reassigned' || 'edits' in entry) return entry;
  const { edit, backup, ...rest } = entry;
  const file = isRecord(edit) ? edit['realPath'] : undefined;
  return { ...rest, edits: [edit], backups: [{ file, backup }] };
}

function upgradeWatchedPort(watchedPort: unknown): unknown {
  if (!isRecord(watchedPort) || 'configTargets' in watchedPort) return watchedPort;
  const { configTarget, ...rest } = watchedPort;
  return { ...rest, configTargets: configTarget === undefined ? [] : [configTarget] };
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
