import type { Container } from '../../shared/container.ts';
import type { Listener } from '../../shared/listener.ts';
import type { WatchedView } from '../../shared/snapshot.ts';
import type { ListenerRow } from './listener-rows.ts';
import type { Query, SearchFacts } from './parse-query.ts';

/** The rows that match in any of their facts. */
export function filterRows(
  rows: readonly ListenerRow[],
  query: Query | undefined,
): readonly ListenerRow[] {
  return query === undefined ? rows : rows.filter((row) => query(toRowFacts(row)));
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
    return query(toFacts(findEvidence(view), port, [name, protocol]));
  });
}

// A row is drawn and searched many times, and lives as long as its snapshot.
const known = new WeakMap<ListenerRow, SearchFacts>();

/**
 * Reads the facts of rows before anybody searches, for as long as there is time; answers with how
 * many rows are done.
 */
export function prepareSearch(
  rows: readonly ListenerRow[],
  from: number,
  hasTime: () => boolean,
): number {
  let at = from;
  for (; at < rows.length && hasTime(); at += 1) {
    const row = rows[at];
    if (row !== undefined) toRowFacts(row);
  }
  return at;
}

function toRowFacts(row: ListenerRow): SearchFacts {
  const facts = known.get(row) ?? toFacts(row.listeners, row.port, [row.program?.tool ?? '']);
  known.set(row, facts);
  return facts;
}

function toFacts(
  listeners: readonly Listener[],
  port: number,
  names: readonly string[],
): SearchFacts {
  const owners = listeners.flatMap((listener) => listener.owners);
  const containers = listeners.flatMap(({ container }) => container ?? []);
  const lower = (texts: readonly (string | undefined)[]): readonly string[] =>
    texts.flatMap((text) => text?.toLowerCase() ?? []);
  return {
    text: `${port}\n${names.join('\n')}\n${listeners.map(toListenerText).join('\n')}`.toLowerCase(),
    port,
    pids: owners.map(({ identity }) => identity.pid),
    users: lower(listeners.flatMap(({ user }) => user)),
    projects: lower([
      ...owners.flatMap(({ project, cwd }) => project ?? cwd),
      ...containers.map(({ composeProject }) => composeProject),
    ]),
    names: lower([
      ...names,
      ...owners.map(({ name }) => name),
      ...containers.flatMap(({ name, composeService }) => [name, composeService]),
    ]),
  };
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
