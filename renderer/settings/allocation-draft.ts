import { formatPortRanges, parsePortRanges } from '../../shared/port-text.ts';
import type { PortRange } from '../../shared/port.ts';
import type { Allocation, WatchedPort } from '../../shared/watched-port.ts';
import type { Saying } from '../words/saying.ts';

/** `list` is what holds where nothing else was set. */
export const ALLOCATION_KINDS = ['list', 'next', 'range', 'random', 'system'] as const;

/** How another port is chosen, as it stands in the form. */
export interface AllocationDraft {
  readonly allocationKind: (typeof ALLOCATION_KINDS)[number];
  readonly fallbackPorts: string;
  readonly allocationRange: string;
}

export type AllocationProblems = Readonly<
  Partial<Record<'fallbackPorts' | 'allocationRange', Saying>>
>;

export interface ParsedAllocation {
  readonly fallbackPorts: readonly PortRange[];
  readonly allocation: Allocation | undefined;
  readonly problems: AllocationProblems;
}

export const emptyAllocation: AllocationDraft = {
  allocationKind: 'list',
  fallbackPorts: '',
  allocationRange: '',
};

/** The form of what was saved. */
export function toAllocationDraft({
  fallbackPorts,
  allocation,
}: Pick<WatchedPort, 'fallbackPorts' | 'allocation'>): AllocationDraft {
  const range = allocation !== undefined && 'range' in allocation ? [allocation.range] : [];
  return {
    allocationKind: allocation?.kind ?? 'list',
    fallbackPorts: formatPortRanges(fallbackPorts),
    allocationRange: formatPortRanges(range),
  };
}

/** Reads the form. A list that another choice hides is kept where it is right, and never judged. */
export function parseAllocation(draft: AllocationDraft): ParsedAllocation {
  const list = parsePortRanges(draft.fallbackPorts);
  const fallbackPorts = list.kind === 'ranges' ? list.ranges : [];
  switch (draft.allocationKind) {
    case 'list':
      return {
        fallbackPorts,
        allocation: undefined,
        problems:
          list.kind === 'ranges'
            ? {}
            : {
                fallbackPorts: {
                  key: `form.fallback-${list.problem}`,
                  values: { part: list.part },
                },
              },
      };
    case 'next':
    case 'system':
      return { fallbackPorts, allocation: { kind: draft.allocationKind }, problems: {} };
    case 'range':
    case 'random': {
      const range = parseRange(draft.allocationRange);
      return 'key' in range
        ? { fallbackPorts, allocation: undefined, problems: { allocationRange: range } }
        : { fallbackPorts, allocation: { kind: draft.allocationKind, range }, problems: {} };
    }
  }
}

function parseRange(text: string): PortRange | Saying {
  const parsed = parsePortRanges(text);
  if (parsed.kind === 'invalid') {
    return { key: `form.fallback-${parsed.problem}`, values: { part: parsed.part } };
  }
  const [range, ...others] = parsed.ranges;
  if (range === undefined) return { key: 'form.allocation-range-empty' };
  return others.length > 0 ? { key: 'form.allocation-range-one' } : range;
}
