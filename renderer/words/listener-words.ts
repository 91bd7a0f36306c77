import type { Container } from '../../shared/container.ts';
import type { BindScope, Listener, Owner } from '../../shared/listener.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import { toProgram } from './program.ts';
import type { Saying } from './saying.ts';

/** `container shop-web-1 (nginx:1.27)`, `node (vite in ~/blog)`: what a kill names comes first. */
export function sayHolder(listeners: readonly Listener[], homeFolder: string): Saying {
  const container = findContainer(listeners);
  if (container !== undefined) {
    const { name, image } = container;
    return { key: 'holder.container', values: { name, image } };
  }
  const [first, ...others] = toDistinctOwners(listeners);
  if (first === undefined) {
    return { key: 'holder.hidden', values: { user: listeners[0]?.user ?? '' } };
  }
  const said = sayOwner(first, homeFolder);
  return others.length === 0
    ? said
    : { key: 'holder.several', values: { first: said, count: others.length } };
}

/** What holds it in one or two words, for a row that needs no explanation. */
export function sayProgram(listeners: readonly Listener[]): Saying {
  const container = findContainer(listeners);
  if (container !== undefined) return { key: 'holder.plain', values: { name: container.name } };
  const [owner] = toDistinctOwners(listeners);
  if (owner === undefined) return sayHolder(listeners, '');
  const { name, tool } = toProgram(owner);
  return { key: 'holder.plain', values: { name: tool ?? name } };
}

/** One process as a sentence names it. */
export function sayOwner(owner: Owner, homeFolder: string): Saying {
  const { name, tool, folder: path } = toProgram(owner);
  const folder = path === undefined ? undefined : toShortPath(path, homeFolder);
  if (tool !== undefined && folder !== undefined) {
    return { key: 'holder.tool-in-folder', values: { name, tool, folder } };
  }
  if (tool !== undefined) return { key: 'holder.tool', values: { name, tool } };
  if (folder !== undefined) return { key: 'holder.in-folder', values: { name, folder } };
  return { key: 'holder.plain', values: { name } };
}

/** The container behind these listeners; the first where there are several. */
export function findContainer(listeners: readonly Listener[]): Container | undefined {
  return listeners.find(({ container }) => container !== undefined)?.container;
}

/** Every process behind these listeners once, in their order. */
export function toDistinctOwners(listeners: readonly Listener[]): readonly Owner[] {
  const owners = new Map<string, Owner>();
  for (const listener of listeners) {
    for (const owner of listener.owners) owners.set(toOwnerId(owner), owner);
  }
  return [...owners.values()];
}

/** Names one process for as long as it lives. */
export function toOwnerId(owner: Owner): string {
  return `${owner.identity.pid}/${owner.identity.startToken}`;
}

/** The most open of their scopes: what a person should know first. */
export function toWidestScope(listeners: readonly Listener[]): BindScope | undefined {
  const scopes = new Set(listeners.map((listener) => listener.scope));
  return (['wildcard', 'interface', 'loopback'] as const).find((scope) => scopes.has(scope));
}

/** Since when they hold it: the start of the process that started first. */
export function toSince(owners: readonly Owner[]): string | undefined {
  const starts = owners.flatMap((owner) => owner.startedAt ?? []);
  return starts.reduce<string | undefined>(
    (first, start) => (first === undefined || start < first ? start : first),
    undefined,
  );
}
