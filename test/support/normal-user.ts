import { chownSync, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestBus } from './session-bus.ts';

/** The account `nobody`, which every Linux has. */
const NOBODY = 65_534;

export const isRoot = process.geteuid?.() === 0;

/** The command line that runs a program as a normal user, whoever runs the test. */
export const asNormalUser = (program: string, ...args: readonly string[]): [string, string[]] =>
  isRoot
    ? ['setpriv', [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', program, ...args]]
    : [program, [...args]];

/** Gives these to the normal user, where that is not whoever runs the test. */
export function giveToNormalUser(...paths: readonly string[]): void {
  if (isRoot) for (const path of paths) chownSync(path, NOBODY, NOBODY);
}

/** A home below `folder` and the environment of a desktop session there, both the normal user's. */
export function makeNormalHome(folder: string, bus: TestBus): Readonly<Record<string, string>> {
  const home = join(folder, 'home');
  mkdirSync(home, { mode: 0o700 });
  const authority = join(home, 'xauthority');
  copyFileSync(process.env['XAUTHORITY'] ?? '', authority);
  giveToNormalUser(home, authority);
  return {
    HOME: home,
    PATH: process.env['PATH'] ?? '',
    DISPLAY: process.env['DISPLAY'] ?? '',
    XAUTHORITY: authority,
    XDG_RUNTIME_DIR: home,
    DBUS_SESSION_BUS_ADDRESS: bus.address,
    LANG: 'en_US.UTF-8',
    LANGUAGE: 'en',
  };
}
