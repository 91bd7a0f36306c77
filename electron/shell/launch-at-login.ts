import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { app } from 'electron';
import type { Host } from '../core/host.ts';

const ENTRY_NAME = 'portreeve.desktop';

export interface LaunchAtLoginParts {
  /** Linux has no system call for it: the desktop reads files from `<configFolder>/autostart`. */
  readonly autostart: 'desktop-entry' | 'system';
  readonly configFolder: string;
  readonly saveText: Host['saveText'];
  /** The program and its arguments, as they are to be run at login. */
  readonly command: readonly string[];
}

/**
 * Makes the app start, or no longer start, when the person logs in; throws when it cannot. An entry
 * that says so already is not touched, and another one is replaced whole: an empty one starts
 * nothing, and tells nobody.
 */
export async function applyLaunchAtLogin(
  isWanted: boolean,
  parts: LaunchAtLoginParts,
): Promise<void> {
  if (parts.autostart === 'system') {
    app.setLoginItemSettings({ openAtLogin: isWanted });
    return;
  }
  const folder = join(parts.configFolder, 'autostart');
  const file = join(folder, ENTRY_NAME);
  if (!isWanted) {
    await rm(file, { force: true });
    return;
  }
  const entry = toDesktopEntry(parts.command);
  await mkdir(folder, { recursive: true });
  if (await holds(file, entry)) return;
  if (!(await parts.saveText(file, entry))) throw new Error(`${file} cannot be written`);
}

async function holds(file: string, text: string): Promise<boolean> {
  try {
    return (await readFile(file, 'utf8')) === text;
  } catch {
    // What cannot be read is written, which tells why where that is impossible too.
    return false;
  }
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
