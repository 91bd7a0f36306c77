import { join } from 'node:path';
import { nativeImage, type NativeImage } from 'electron';
import type { TrayIconState } from '../core/tray/tray-menu.ts';

/** A badge has room for one digit. */
const COUNT_SHOWN_MAX = 9;

/** The name of the picture for a state; its shape alone tells the state. */
export function toIconName(state: TrayIconState): string {
  if (state.kind !== 'conflict') return state.kind;
  return state.count > COUNT_SHOWN_MAX ? 'conflict-many' : `conflict-${state.count}`;
}

/** Loads the picture with its variant for dense screens (`@2x` beside it). */
export function loadTrayIcon(folder: string, state: TrayIconState): NativeImage {
  return nativeImage.createFromPath(join(folder, `${toIconName(state)}.png`));
}
