import type { HistoryEntry, OccupancyEntry } from '../../../shared/history.ts';

/** `08:30` of the day that these tests are about, as ISO 8601. */
export function at(time: string, day = 20): string {
  return `2025-11-${day}T${time}:00.000Z`;
}

export function atMs(time: string, day = 20): number {
  return Date.parse(at(time, day));
}

export function anOccupancy(
  kind: OccupancyEntry['kind'],
  id: string,
  facts: Partial<OccupancyEntry> & { readonly at: string },
): OccupancyEntry {
  return {
    kind,
    id,
    protocol: 'tcp',
    port: 3000,
    addresses: ['127.0.0.1'],
    holder: { title: 'vite', name: 'node', pid: 4242, startToken: '7', user: 'ann' },
    standing: 'unwatched',
    from: facts.at,
    ...facts,
  };
}

export function aMarker(
  kind: 'watching-began' | 'watching-continued' | 'watching-ended',
  time: string,
): HistoryEntry {
  return { kind, id: `${kind} ${time}`, at: time };
}
