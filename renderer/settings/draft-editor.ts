import type { Draft, DraftField } from './draft.ts';
import type { TargetField } from './target-draft.ts';

/** What a field of the form needs to show and change its part of the draft. */
export interface DraftEditor {
  readonly draft: Draft;
  change(part: Partial<Draft>): void;
  problemOf(field: DraftField): string | undefined;
  targetProblemOf(index: number, field: TargetField): string | undefined;
}
