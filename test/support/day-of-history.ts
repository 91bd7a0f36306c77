import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatEntry } from '../../electron/adapters/history/history-lines.ts';
import type { HistoryEntry, Holder, OccupancyEntry } from '../../shared/history.ts';

const MINUTE_MS = 60_000;

const ago = (minutes: number): string => new Date(Date.now() - minutes * MINUTE_MS).toISOString();

function held(
  id: string,
  facts: Pick<OccupancyEntry, 'port' | 'standing' | 'from'> & { readonly to: string },
  holder: Partial<Holder>,
): HistoryEntry {
  const { to, ...rest } = facts;
  return {
    kind: 'occupancy-ended',
    id,
    at: to,
    protocol: 'tcp',
    addresses: ['127.0.0.1'],
    holder: { title: 'node', name: 'node', pid: 4000, user: 'ann', ...holder },
    ...rest,
  };
}

/** A day on which a squatter was killed, as the app would have written it. */
function makeDay(): readonly HistoryEntry[] {
  const next = { title: 'Next.js', folder: '/home/ann/shop' };
  const entries: HistoryEntry[] = [
    { kind: 'watching-began', id: 'w', at: ago(560) },
    held('a', { port: 3000, standing: 'expected', from: ago(550), to: ago(470) }, next),
    held(
      'b',
      { port: 3000, standing: 'squatter', from: ago(460), to: ago(250) },
      { title: 'vite', folder: '/home/ann/blog' },
    ),
    {
      kind: 'killed',
      id: 'k',
      at: ago(250),
      protocol: 'tcp',
      port: 3000,
      names: ['node'],
      pids: [4000],
      means: 'graceful',
      outcome: 'freed',
    },
    held(
      'c',
      { port: 3001, standing: 'unwatched', from: ago(450), to: ago(260) },
      { title: 'Next.js' },
    ),
    held(
      'd',
      { port: 5432, standing: 'unwatched', from: ago(560), to: ago(5) },
      { title: 'PostgreSQL 15 main', name: 'postgres', user: 'postgres' },
    ),
    held(
      'e',
      { port: 9000, standing: 'hidden', from: ago(350), to: ago(120) },
      { title: '', name: '', user: 'root' },
    ),
    held('f', { port: 3000, standing: 'expected', from: ago(200), to: ago(4) }, next),
    held(
      'g',
      { port: 8080, standing: 'expected', from: ago(540), to: ago(300) },
      { title: 'java in api', name: 'java' },
    ),
    { kind: 'watching-ended', id: 'x', at: ago(3) },
  ];
  return entries.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

/** Gives the app a past: that day, as if it had watched it. */
export function writeDay(dataFolder: string): void {
  writeFileSync(join(dataFolder, 'history.jsonl'), makeDay().map(formatEntry).join(''));
}
