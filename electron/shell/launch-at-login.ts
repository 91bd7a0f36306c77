import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';

const ENTRY_NAME = 'portreeve.desktop';

export interface LaunchAtLoginParts {
  /** Linux has no system call for it: the desktop reads files from `<configFolder>/autostart`. */
  readonly autostart: 'desktop-entry' | 'system';
  readonly configFolder: string;
  /** The program and its arguments, as they are to be run at login. */
  readonly command: readonly string[];
}

/** Makes the app start, or no longer start, when the person logs in; throws when it cannot. */
export function applyLaunchAtLogin(isWanted: boolean, parts: LaunchAtLoginParts): void {
  if (parts.autostart === 'system') {
    app.setLoginItemSettings({ openAtLogin: isWanted });
    return;
  }
  const folder = join(parts.configFolder, 'autostart');
  const file = join(folder, ENTRY_NAME);
  if (!isWanted) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, toDesktopEntry(parts.command));
}

/** The Desktop Entry Specification quotes arguments with `"` and escapes four characters in them. */
export function toDesktopEntry(command: readonly string[]): string {
  const quoted = command.map(
    (part) => `"${part.replaceAll(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`,
  );
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Portreeve',
    // A key's value is unescaped once more by the reader, before the command is.
    `Exec=${quoted.join(' ').replaceAll('\\', '\\\\')}`,
    'X-GNOME-Autostart-enabled=true',
    'NoDisplay=true',
    '',
  ].join('\n');
}
