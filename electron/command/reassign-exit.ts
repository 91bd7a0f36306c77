import type { ReassignOutcome, UndoOutcome } from '../../shared/reassign.ts';

/** What `portreeve reassign` and `portreeve undo` end with. */
export const MOVE_EXIT = {
  done: 0,
  /** Written, but the service does not run on its new port; or the person said no. */
  notDone: 1,
  /** Not understood, not possible, or other than it was shown: nothing was written. */
  refused: 2,
  /** Nothing to move or to take back. */
  nothing: 4,
} as const;
export type MoveExit = (typeof MOVE_EXIT)[keyof typeof MOVE_EXIT];

export function toReassignExit(outcome: ReassignOutcome): MoveExit {
  switch (outcome.kind) {
    case 'reassigned':
      return outcome.service.kind === 'running' || outcome.service.kind === 'not-restarted'
        ? MOVE_EXIT.done
        : MOVE_EXIT.notDone;
    case 'stuck':
      return MOVE_EXIT.notDone;
    case 'changed':
    case 'port-taken':
    case 'refused':
    case 'write-failed':
      return MOVE_EXIT.refused;
  }
}

export function toUndoExit(outcome: UndoOutcome): MoveExit {
  switch (outcome.kind) {
    case 'undone':
      return MOVE_EXIT.done;
    case 'nothing-to-undo':
      return MOVE_EXIT.nothing;
    case 'stuck':
      return MOVE_EXIT.notDone;
    case 'changed':
    case 'moved-since':
    case 'port-watched':
    case 'write-failed':
      return MOVE_EXIT.refused;
  }
}
