import type { Win32 } from './win32.ts';

const WM_CLOSE = 0x0010;
/** More than any desktop shows; a chain that changes while it is walked must end too. */
const WINDOWS_MAX = 20_000;

/** The visible top-level windows of a process: whoever has one can be asked to end. */
export function listWindows(win32: Win32, pid: number): readonly number[] {
  const found: number[] = [];
  const owner = new Uint32Array(1);
  let window = 0;
  for (let count = 0; count < WINDOWS_MAX; count += 1) {
    window = win32.findWindowEx(0, window, null, null);
    if (window === 0) break;
    win32.getWindowThreadProcessId(window, owner);
    if (owner[0] === pid && win32.isWindowVisible(window) !== 0) found.push(window);
  }
  return found;
}

/** Asks each window to close, as its own button does; true where at least one got the question. */
export function askToClose(win32: Win32, windows: readonly number[]): boolean {
  return windows.map((window) => win32.postMessage(window, WM_CLOSE, 0, 0)).some(Boolean);
}
