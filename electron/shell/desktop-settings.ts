import { app, nativeTheme } from 'electron';
import type { Settings } from '../../shared/settings.ts';
import { AT_LOGIN } from './at-login.ts';
import { applyLaunchAtLogin, type LaunchAtLoginParts } from './launch-at-login.ts';
import { toProgramFile } from './program-file.ts';

export interface DesktopSettingsParts extends Pick<
  LaunchAtLoginParts,
  'autostart' | 'configFolder' | 'saveText'
> {
  /** A folder of the person's choice, which must be used at login too. */
  readonly userDataFolder?: string;
  readonly onTrouble: (error: unknown) => void;
}

/** Brings the settings that the desktop must know to it; returns the function to call at each change. */
export function createDesktopSettings(parts: DesktopSettingsParts): (settings: Settings) => void {
  let isLaunchedAtLogin: boolean | undefined;
  /** What is wanted last is done last. */
  let applied: Promise<void> = Promise.resolve();
  return ({ theme, launchAtLogin }) => {
    nativeTheme.themeSource = theme;
    if (launchAtLogin === isLaunchedAtLogin) return;
    // A new installation has nothing to take back, and leaves the autostart folder alone.
    const isNothingToDo = isLaunchedAtLogin === undefined && !launchAtLogin;
    isLaunchedAtLogin = launchAtLogin;
    if (isNothingToDo) return;
    const command = toOwnCommand(parts.userDataFolder);
    applied = applied
      .then(() => applyLaunchAtLogin(launchAtLogin, { ...parts, command }))
      .catch(parts.onTrouble);
  };
}

function toOwnCommand(userDataFolder: string | undefined): readonly string[] {
  const folder = userDataFolder === undefined ? [] : [`--user-data-dir=${userDataFolder}`];
  if (!app.isPackaged) return [process.execPath, app.getAppPath(), ...folder, AT_LOGIN];
  return [toProgramFile(process.execPath, process.env), ...folder, AT_LOGIN];
}
