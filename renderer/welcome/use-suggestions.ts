import { useCallback, useEffect, useRef, useState } from 'react';
import type { Snapshot } from '../../shared/snapshot.ts';
import { invoke } from '../bridge.ts';
import { toListenerRows } from '../lists/listener-rows.ts';
import { suggestWatches } from '../lists/suggest-watches.ts';
import { addWritten, listWritten, type Suggestion } from './suggestions.ts';
import type { ImportedPort } from '../../shared/project.ts';

/** More are a list to work through, and not a start. */
const GUESSES_MAX = 6;

export interface Suggestions {
  readonly isLooking: boolean;
  readonly all: readonly Suggestion[];
  /** The ids of those that are ticked. */
  readonly chosen: readonly string[];
  choose(ids: readonly string[]): void;
  /** Takes in what a folder has to offer, ticked. */
  add(ports: readonly ImportedPort[]): void;
}

/** What could be watched: at first what runs now, then also what the files of its projects say. */
export function useSuggestions({ watching, listeners }: Snapshot): Suggestions {
  const [isLooking, setIsLooking] = useState(true);
  const [{ all, chosen }, setState] = useState<{
    readonly all: readonly Suggestion[];
    readonly chosen: readonly string[];
  }>({ all: [], chosen: [] });
  const add = useCallback((ports: readonly ImportedPort[]): void => {
    setState((before) => {
      const next = addWritten(before.all, ports);
      const known = new Set(before.all.map(({ watchedPort }) => watchedPort.id));
      const fresh = listWritten(next).filter((id) => !known.has(id));
      return { all: next, chosen: [...before.chosen, ...fresh] };
    });
  }, []);

  // Once, from the first good reading: a list that changes under the hand cannot be ticked.
  const isRead = watching.kind === 'watching';
  const hasBegun = useRef(false);
  useEffect(() => {
    if (!isRead || hasBegun.current) return;
    hasBegun.current = true;
    const guesses = suggestWatches(toListenerRows(listeners), GUESSES_MAX);
    const toSuggestion = (watchedPort: Suggestion['watchedPort']) => ({ watchedPort, places: [] });
    setState({ all: guesses.map(toSuggestion), chosen: [] });
    invoke('project.plan-running', {})
      .then(({ ports }) => add(ports))
      // What runs can be chosen without it.
      .catch(() => undefined)
      .finally(() => setIsLooking(false));
  }, [isRead, listeners, add]);

  return {
    isLooking,
    all,
    chosen,
    choose: (ids) => setState((before) => ({ ...before, chosen: ids })),
    add,
  };
}
