import type { Clock } from '../core/host.ts';

/** How long a desktop may take to show trays, in milliseconds. */
const WAIT_MS = 3000;
/** At login everything starts at once, and the panel is seldom first. */
const LOGIN_WAIT_MS = 60_000;
/** A panel that was there may be starting again, as after its upgrade. */
const RETURN_WAIT_MS = 10_000;

export interface TrayPresenceParts {
  readonly clock: Pick<Clock, 'schedule'>;
  /** Nobody has asked for anything yet: the session has begun, and the app with it. */
  readonly isAtLogin: boolean;
  /** A tray has come, or come back. */
  readonly onCame: () => void;
  /** There is no tray, and it has been waited for. */
  readonly onMissing: () => void;
}

export interface TrayPresence {
  /** What the desktop has at the start. */
  begin(isPresent: boolean): void;
  /** The tray has come or gone. */
  change(isPresent: boolean): void;
}

/** Tells a desktop without a tray from one that is only starting it, or starting it again. */
export function createTrayPresence(parts: TrayPresenceParts): TrayPresence {
  let stopWaiting = (): void => undefined;
  let hasChanged = false;

  function waitFor(ms: number): void {
    stopWaiting();
    stopWaiting = parts.clock.schedule(ms, parts.onMissing);
  }

  return {
    begin(isPresent) {
      // One that was there and went before this may be starting again.
      if (!isPresent && !hasChanged) waitFor(parts.isAtLogin ? LOGIN_WAIT_MS : WAIT_MS);
    },
    change(isPresent) {
      hasChanged = true;
      stopWaiting();
      if (isPresent) parts.onCame();
      else waitFor(RETURN_WAIT_MS);
    },
  };
}
