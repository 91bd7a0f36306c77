import type { Verb } from '../arguments/commands.ts';

/*
 * What every command ends with. The help, the manual page and README's table follow from here;
 * their words stand in `shared/messages/` under the same names. Scripts rely on the numbers.
 */

/** Nothing that a command still waits for may go on then. */
export const EXIT_INTERRUPTED = 130;

/** Of commands that need to read the ports. */
const READING = { answered: 0, unread: 2 } as const;

/** Of commands that have an answer to everything they understand. */
const TELLING = { answered: 0 } as const;

const MOVING = {
  done: 0,
  /** Written in part, or the service does not run on its new port; or the person said no. */
  notDone: 1,
  /** Not possible, other than it was shown, or nobody to ask: nothing was written. */
  refused: 2,
  /** Nothing to move or to take back. */
  nothing: 4,
} as const;

const HOLDING = { done: 0, notDone: 1, noApp: 2 } as const;

export const EXIT_CODES = {
  list: READING,
  why: READING,
  check: { calm: 0, conflicts: 1, unsure: 2 },
  watch: { stopped: 0 },
  kill: {
    freed: 0,
    /** Held still or again, not proven, or the person said no. */
    notFreed: 1,
    /** Never to be killed, other than it was shown, or nobody to ask. */
    refused: 2,
    needsRights: 3,
    nobody: 4,
    interrupted: EXIT_INTERRUPTED,
  },
  reassign: MOVING,
  undo: MOVING,
  free: { found: 0, exhausted: 1, refused: 2 },
  'watch-port': { done: 0, notDone: 1, refused: 2 },
  import: {
    done: 0,
    /** Nothing that is not watched yet, or nobody agreed to it. */
    nothing: 1,
    refused: 2,
  },
  lease: { done: 0, none: 1, failed: 2 },
  release: { done: 0, none: 1, failed: 2 },
  leases: TELLING,
  hold: HOLDING,
  unhold: HOLDING,
  /** As programs answer that run others: env, timeout, nohup. */
  run: { noPort: 125, notPermitted: 126, notFound: 127 },
  history: { found: 0, nobody: 1 },
  doctor: { best: 0, lacking: 1, unread: 2 },
  mcp: { ended: 0, interrupted: EXIT_INTERRUPTED },
  completion: TELLING,
  man: TELLING,
  complete: TELLING,
  /** What any of them may end with beside its own. */
  any: { failed: 2 },
} as const satisfies Readonly<Record<Verb | 'any', Readonly<Record<string, number>>>>;
