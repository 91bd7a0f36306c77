import {
  toBindScope,
  toListenerKey,
  toSharerKey,
  type Family,
  type Listener,
  type Owner,
  type Protocol,
} from '../../../shared/listener.ts';
import { compareListeners, compareText } from '../compare-listeners.ts';
import { splitPrograms } from '../split-programs.ts';

/** A socket that waits for others, and its process where that is known. */
export interface FoundSocket {
  readonly protocol: Protocol;
  readonly family: Family;
  readonly address: string;
  readonly port: number;
  readonly pid: number;
  /** See `SocketRow`. */
  readonly createdAt: string;
  readonly owner: Owner | undefined;
}

const NOBODY = '?';

/** Merges sockets into listeners, sorted by port, protocol, family, address and user. */
export function toListeners(sockets: readonly FoundSocket[]): readonly Listener[] {
  const groups = new Map<string, FoundSocket[]>();
  for (const socket of sockets) {
    const key = toListenerKey({ ...socket, user: socket.owner?.user ?? NOBODY });
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [socket]);
    else group.push(socket);
  }
  return [...groups]
    .flatMap(([key, group]) =>
      splitGroup(group).flatMap((part, index) =>
        toListener(index === 0 ? key : toSharerKey(key, toFirstName(part)), part),
      ),
    )
    .sort(compareListeners);
}

/** The sockets of each program apart. */
function splitGroup(group: readonly FoundSocket[]): readonly (readonly FoundSocket[])[] {
  if (group.length === 1) return [group];
  const sorted = group.toSorted((a, b) => compareText(toSocketName(a), toSocketName(b)));
  return splitPrograms(sorted, ({ owner }) => (owner === undefined ? [] : [owner]));
}

function toFirstName([first]: readonly FoundSocket[]): string {
  return first === undefined ? '' : toSocketName(first);
}

function toListener(key: string, group: readonly FoundSocket[]): readonly Listener[] {
  const [first] = group;
  if (first === undefined) return [];
  const owners = new Map(
    group.flatMap(({ owner }) => (owner === undefined ? [] : [[owner.identity.pid, owner]])),
  );
  const { protocol, family, address, port } = first;
  return [
    {
      key,
      protocol,
      family,
      address,
      port,
      scope: toBindScope(address),
      user: first.owner?.user ?? NOBODY,
      ownerVisibility: group.every(({ owner }) => owner !== undefined) ? 'visible' : 'hidden',
      owners: [...owners.values()].sort((a, b) => a.identity.pid - b.identity.pid),
      sockets: [...new Set(group.map(toSocketName))].sort(),
    },
  ];
}

/**
 * Windows has no names for sockets. Whose it is, where it is bound and since when is the nearest
 * to one: `tcp4|127.0.0.1|3000|4711|133799123456789000`.
 */
export function toSocketName(socket: Omit<FoundSocket, 'owner'>): string {
  const { protocol, family, address, port, pid, createdAt } = socket;
  return [`${protocol}${family}`, address, port, pid, createdAt].join('|');
}
