import { toShortPath } from '../../../shared/messages/short-path.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { CommandCall } from './command-call.ts';
import { toNoticeText } from './complaints.ts';
import { isBlind } from './is-blind.ts';

/**
 * The settings to be changed and written back. Undefined, after telling why, where that must not
 * be done: they cannot be read, are a newer version's, or belong to another account.
 */
export async function openSettings(
  { host, ownsSettings, complain }: Pick<CommandCall, 'host' | 'ownsSettings' | 'complain'>,
  t: Translate,
): Promise<Settings | undefined> {
  if (!ownsSettings) {
    complain(t('command.settings-not-ours'));
    return undefined;
  }
  const { settings, notices } = await host.settingsStore.load();
  for (const notice of notices) complain(toNoticeText(notice, host.homeFolder, t));
  return isBlind({ notices }) ? undefined : settings;
}

/** Why `openSettings` gave none. */
export type UnopenedReason = 'settings-unreadable' | 'settings-not-ours';

export function toUnopenedReason({
  ownsSettings,
}: Pick<CommandCall, 'ownsSettings'>): UnopenedReason {
  return ownsSettings ? 'settings-unreadable' : 'settings-not-ours';
}

/** Keeps what was changed of the settings; false, after telling why, where that failed. */
export async function keepSettings(
  { host, complain }: Pick<CommandCall, 'host' | 'complain'>,
  { before, after }: { readonly before: Settings; readonly after: Settings },
  t: Translate,
): Promise<boolean> {
  const notice = await host.settingsStore.save(after, before);
  if (notice?.kind === 'settings-not-saved') {
    // The app goes on with what it could not save; a command ends with it.
    const file = toShortPath(notice.file, host.homeFolder);
    complain(t('command.settings-not-saved', { file }));
  } else if (notice !== undefined) complain(toNoticeText(notice, host.homeFolder, t));
  return notice === undefined;
}
