import type { Listener } from '../../shared/listener.ts';
import { parsePort, parsePortRanges } from '../../shared/port-text.ts';
import type { Draft } from './draft.ts';

/** The listeners that hold the port of a form at this moment; undefined while it names none. */
export function findHolders(
  draft: Draft,
  listeners: readonly Listener[],
): readonly Listener[] | undefined {
  const parsed = parsePort(draft.port);
  if (parsed.kind === 'invalid') return undefined;
  const address = draft.address.trim();
  return listeners.filter(
    (listener) =>
      listener.port === parsed.port &&
      listener.protocol === draft.protocol &&
      // A listener on every address holds this one too.
      (address === '' || listener.address === address || listener.scope === 'wildcard'),
  );
}

/** How many ports the fallback ranges name, and how many of those somebody holds now. */
export function countFallback(
  draft: Draft,
  listeners: readonly Listener[],
): { readonly count: number; readonly held: number } | undefined {
  const parsed = parsePortRanges(draft.fallbackPorts);
  if (parsed.kind === 'invalid' || parsed.ranges.length === 0) return undefined;
  const ports = new Set<number>();
  for (const { from, to } of parsed.ranges) {
    for (let port = from; port <= to; port += 1) ports.add(port);
  }
  const held = new Set(listeners.map(({ port }) => port).filter((port) => ports.has(port)));
  return { count: ports.size, held: held.size };
}
