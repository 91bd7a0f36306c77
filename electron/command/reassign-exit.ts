import type { ReassignOutcome, UndoOutcome } from '../../shared/reassign.ts';
import { EXIT_CODES } from './exit-codes.ts';

const EXIT = EXIT_CODES.reassign;

/** What `portreeve reassign` and `portreeve undo` end with. */
export type MoveExit = (typeof EXIT)[keyof typeof EXIT];

export function toReassignExit(outcome: ReassignOutcome): MoveExit {
  switch (outcome.kind) {
    case 'reassigned':
      return outcome.service.kind === 'running' || outcome.service.kind === 'not-restarted'
        ? EXIT.done
        : EXIT.notDone;
    case 'stuck':
      return EXIT.notDone;
    case 'changed':
    case 'port-taken':
    case 'refused':
    case 'write-failed':
      return EXIT.refused;
  }
}

export function toUndoExit(outcome: UndoOutcome): MoveExit {
  switch (outcome.kind) {
    case 'undone':
      return EXIT.done;
    case 'nothing-to-undo':
      return EXIT.nothing;
    case 'stuck':
      return EXIT.notDone;
    case 'changed':
    case 'moved-since':
    case 'port-watched':
    case 'write-failed':
      return EXIT.refused;
  }
}
