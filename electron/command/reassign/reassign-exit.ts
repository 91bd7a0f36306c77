import type { ReassignOutcome, UndoOutcome } from '../../../shared/reassign.ts';
import { EXIT_CODES } from '../call/exit-codes.ts';
import type { MoveRefusal } from './reassign-refusal.ts';

const EXIT = EXIT_CODES.reassign;

/** What `portreeve reassign` and `portreeve undo` end with. */
export type MoveExit = (typeof EXIT)[keyof typeof EXIT];

/** Of a move that is not begun. */
export function toRefusedExit({ refused }: MoveRefusal): MoveExit {
  return refused === 'unwatched' || refused === 'already-there' ? EXIT.nothing : EXIT.refused;
}

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
