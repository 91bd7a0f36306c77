import { toLastingName } from '../../shared/container-name.ts';
import type { Listener } from '../../shared/listener.ts';
import type { OwnerRule, WatchedPort } from '../../shared/watched-port.ts';
import { toBaseName } from '../words/folder.ts';
import type { ListenerRow } from './listener-rows.ts';

const SUGGESTIONS_MAX = 3;

/** Where ports that the system hands out by chance begin; nobody means to keep one of those. */
const EPHEMERAL_FROM = 32_768;

/** The ports of this machine that a person most likely wants to watch, with their rules. */
export function suggestWatches(
  rows: readonly ListenerRow[],
  countMax = SUGGESTIONS_MAX,
): readonly WatchedPort[] {
  const chosen = new Map<number, ListenerRow>();
  const candidates = rows.filter(isLikely).sort((a, b) => a.port - b.port);
  // One port of each project first: three ports of one project say less than three projects.
  const projects = new Set<string>();
  for (const row of candidates) {
    const project = row.owners[0]?.project ?? '';
    if (projects.has(project) || chosen.has(row.port)) continue;
    projects.add(project);
    chosen.set(row.port, row);
  }
  for (const row of candidates) if (!chosen.has(row.port)) chosen.set(row.port, row);
  return [...chosen.values()]
    .slice(0, countMax)
    .map((row) => toWatchedPort(row, toLikelyName(row), toLikelyRule(row)));
}

function isLikely(row: ListenerRow): boolean {
  const [listener] = row.listeners;
  return (
    listener.protocol === 'tcp' &&
    listener.ownerVisibility === 'visible' &&
    listener.scope !== 'interface' &&
    row.port < EPHEMERAL_FROM &&
    row.owners[0]?.project !== undefined
  );
}

/** What a person would call it: the service, the project's folder, the tool, or the program. */
export function toLikelyName(row: ListenerRow): string {
  const { container } = row;
  if (container !== undefined) return container.composeService ?? container.name;
  const project = row.owners[0]?.project;
  if (project !== undefined) return toBaseName(project);
  return row.program?.tool ?? row.program?.name ?? `${row.port}`;
}

/** The container or the project's folder where there is one, else anybody. */
export function toLikelyRule(row: ListenerRow): OwnerRule {
  if (row.container !== undefined) {
    return { kind: 'container', name: toLastingName(row.container) };
  }
  const project = row.owners[0]?.project;
  return project === undefined ? { kind: 'anybody' } : { kind: 'project', folder: project };
}

/** A new entry for the port of a row, on every address. */
export function toWatchedPort(
  row: { readonly listeners: readonly [Listener, ...Listener[]] },
  name: string,
  expectedOwner: OwnerRule,
): WatchedPort {
  const [{ port, protocol }] = row.listeners;
  return {
    id: crypto.randomUUID(),
    name: name.slice(0, 80),
    port,
    protocol,
    address: 'any',
    expectedOwner,
    acceptedOwners: [],
    fallbackPorts: [],
    configTargets: [],
  };
}
