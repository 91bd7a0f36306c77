import type { Container } from '../../shared/container.ts';
import type { Listener } from '../../shared/listener.ts';
import type { WatchedView } from '../../shared/snapshot.ts';
import type { ListenerRow } from './listener-rows.ts';

/** A predicate on lower-case text: every word of the query occurs in it. */
export type Query = (text: string) => boolean;

/** Undefined when nothing is searched for. */
export function parseQuery(text: string): Query | undefined {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return words.length === 0 ? undefined : (hay) => words.every((word) => hay.includes(word));
}

/** The rows that match in any of their facts. */
export function filterRows(
  rows: readonly ListenerRow[],
  query: Query | undefined,
): readonly ListenerRow[] {
  return query === undefined ? rows : rows.filter((row) => query(toRowText(row)));
}

/** The watched ports that match by name, port or holder. */
export function filterWatched(
  watched: readonly WatchedView[],
  query: Query | undefined,
  findEvidence: (view: WatchedView) => readonly Listener[],
): readonly WatchedView[] {
  if (query === undefined) return watched;
  return watched.filter((view) => {
    const { name, port, protocol } = view.watchedPort;
    const holders = findEvidence(view).map(toListenerText).join('\n');
    return query(`${port}\n${name}\n${protocol}\n${holders}`.toLowerCase());
  });
}

// A row is drawn and searched many times, and lives as long as its snapshot.
const texts = new WeakMap<ListenerRow, string>();

function toRowText(row: ListenerRow): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const text = `${row.program?.tool ?? ''}\n${row.listeners.map(toListenerText).join('\n')}`;
  const lower = text.toLowerCase();
  texts.set(row, lower);
  return lower;
}

function toListenerText(listener: Listener): string {
  const owners = listener.owners.map(
    ({ identity, name, command, cwd, project }) =>
      `${identity.pid}\n${name}\n${command}\n${cwd ?? ''}\n${project ?? ''}`,
  );
  const { port, protocol, address, user, container } = listener;
  const contained = container === undefined ? '' : toContainerText(container);
  return `${port}\n${protocol}\n${address}\n${user}\n${contained}\n${owners.join('\n')}`;
}

function toContainerText(container: Container): string {
  const { name, image, composeProject, composeService } = container;
  return `${name}\n${image}\n${composeProject ?? ''}/${composeService ?? ''}`;
}
