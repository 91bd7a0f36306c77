import { join } from 'node:path';
import { nativeImage, type NativeImage } from 'electron';
import type { TrayIconState } from '../core/tray/tray-menu.ts';

/** A badge has room for one digit. */
const COUNT_SHOWN_MAX = 9;

/** The name of the picture for a state; its shape alone tells the state. */
function toIconName(state: TrayIconState): string {
  if (state.kind !== 'conflict') return state.kind;
  return state.count > COUNT_SHOWN_MAX ? 'conflict-many' : `conflict-${state.count}`;
}

/**
 * Where the icon stands. macOS colours the mere shape as its menu bar needs it, and has room for
 * words beside it, where the number of conflicts goes. Windows takes from one file the size that
 * its screen needs, of which there are many.
 */
export type TrayPlace = 'panel' | 'menu-bar' | 'notification-area';

/**
 * The file of the picture for a state. Its folder has the name that electron-builder has for the
 * system, so that a package carries the pictures of its own system alone.
 */
function toIconFile(state: TrayIconState, place: TrayPlace): string {
  switch (place) {
    case 'panel':
      return join('linux', `${toIconName(state)}.png`);
    case 'notification-area':
      return join('win', `${toIconName(state)}.ico`);
    case 'menu-bar':
      return join('mac', `${state.kind}Template.png`);
  }
}

/** What stands beside the icon in the menu bar. */
export function toIconTitle(state: TrayIconState): string {
  return state.kind === 'conflict' ? String(state.count) : '';
}

/** Loads the picture with its variant for dense screens (`@2x` beside it). */
export function loadTrayIcon(folder: string, state: TrayIconState, place: TrayPlace): NativeImage {
  return nativeImage.createFromPath(join(folder, toIconFile(state, place)));
}
