import type { Draft } from './draft.ts';
import { PROBE_FIELDS } from './probe-draft.ts';

/** What a person typed, and the saved entry's form that they began with. */
export interface Edit {
  readonly draft: Draft;
  readonly base: Draft;
}

/** Fields that mean something together only: who edits one of them means them all. */
const units: readonly (readonly (keyof Draft)[])[] = [
  ['name'],
  ['port'],
  ['protocol'],
  ['address'],
  ['ruleKind', 'executable', 'pattern', 'folder', 'container'],
  ['allocationKind', 'fallbackPorts', 'allocationRange'],
  ['probeKind', ...PROBE_FIELDS],
  ['autoKill'],
  ['targets'],
  ['restartCommand'],
];

/**
 * The form as it stands over a saved entry that may have changed meanwhile, by a move or by an
 * accepted owner: what was edited stays, everything else follows what is saved now.
 */
export function followSaved({ draft, base }: Edit, saved: Draft): Draft {
  const edited = units.filter((fields) =>
    fields.some((field) => JSON.stringify(draft[field]) !== JSON.stringify(base[field])),
  );
  const kept = Object.fromEntries(edited.flat().map((field) => [field, draft[field]]));
  return { ...saved, ...kept, acceptedOwners: followAccepted({ draft, base }, saved) };
}

/** The form only takes owners away, so what it took away stays away and new ones come in. */
function followAccepted({ draft, base }: Edit, saved: Draft): Draft['acceptedOwners'] {
  const toTexts = (rules: Draft['acceptedOwners']) => rules.map((rule) => JSON.stringify(rule));
  const left = new Set(toTexts(draft.acceptedOwners));
  const takenAway = new Set(toTexts(base.acceptedOwners).filter((text) => !left.has(text)));
  return saved.acceptedOwners.filter((rule) => !takenAway.has(JSON.stringify(rule)));
}
