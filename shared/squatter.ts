import type { ConflictVerdict } from './verdict.ts';

/** Whether somebody can be killed to end this conflict. */
export function hasSquatter(verdict: ConflictVerdict): boolean {
  switch (verdict.conflict) {
    case 'squatted':
    case 'split':
    case 'shadowed':
      return true;
    case 'outgoing':
    case 'reserved':
    case 'excluded':
    case 'claimed-twice':
    case 'drifted':
      return false;
  }
}
