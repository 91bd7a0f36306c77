import { setFlagsFromString } from 'node:v8';
import { app } from 'electron';

/** Keeps what the engine holds for the main process small. */
export function limitMainMemory(): void {
  // The start makes much at once, and the heap for young objects that it would grow stays grown; a
  // tray that idles needs a small one.
  setFlagsFromString('--semi-space-growth-factor=1');
  // What the engine compiles to run faster is kept for as long as it runs: 4 MB by its last
  // compiler and 1 MB by its first, which an idle app would hold for computations that it never
  // makes. What runs often, such as a scan, is left to the one between them.
  setFlagsFromString('--no-opt');
  setFlagsFromString('--no-sparkplug');
  // What ran once, at the start or while a window was open, is not kept for a second time.
  setFlagsFromString('--bytecode-old-age=1');
}

/**
 * Keeps what a window's script leaves behind small; must run before the app is ready. By itself the
 * engine lets it grow to three times 16 MB before it looks, which is more than all that a window of
 * 5,000 listeners really needs.
 */
export function limitWindowMemory(): void {
  app.commandLine.appendSwitch('js-flags', '--max-semi-space-size=2');
}
