import {
  toBindScope,
  toListenerKey,
  toSharerKey,
  type Family,
  type Listener,
  type Owner,
  type Protocol,
} from '../../../shared/listener.ts';
import { toVisibleText } from '../visible-text.ts';
import { compareListeners, compareText } from '../compare-listeners.ts';
import { groupBy } from '../group-by.ts';
import { splitPrograms } from '../split-programs.ts';
import type { Matched } from './match-sockets.ts';
import type { LsofSocket } from './parse-lsof.ts';
import type { Place } from './parse-place.ts';
import { toSocketName } from './socket-name.ts';

/** One socket, and one who holds it open; several of these may be the same socket. */
interface Piece {
  readonly protocol: Protocol;
  readonly family: Family;
  readonly local: Place;
  readonly isDual: boolean | undefined;
  readonly name: string;
  readonly owner: Owner | undefined;
  readonly user: string;
}

/** An account that nobody has told. */
const UNKNOWN_USER = '?';

/** Merges what was found into listeners, in the order in which they are told. */
export function toListeners(
  seen: readonly LsofSocket[],
  { unseen, isDual }: Matched,
  findOwner: (pid: number) => Owner | undefined,
): readonly Listener[] {
  const pieces: Piece[] = seen.map((socket) => {
    const owner = findOwner(socket.pid);
    return {
      ...socket,
      isDual: isDual(socket),
      name: toSocketName(socket),
      owner,
      user: owner?.user ?? toVisibleText(socket.login ?? UNKNOWN_USER),
    };
  });
  for (const { socket, pid } of unseen) {
    const owner = pid === undefined ? undefined : findOwner(pid);
    const { address, port } = socket.local;
    const local = { address: socket.isAddressCut ? `${address}…` : address, port };
    const name = toSocketName({ ...socket, ...(pid !== undefined && { pid }) });
    pieces.push({ ...socket, local, name, owner, user: owner?.user ?? UNKNOWN_USER });
  }
  const groups = groupBy(pieces, ({ protocol, family, local, user }) =>
    toListenerKey({ protocol, family, ...local, user }),
  );
  return [...groups]
    .flatMap(([key, group]) =>
      splitGroup(group).map((part, index) =>
        toListener(index === 0 ? key : toSharerKey(key, part[0]?.name ?? ''), part),
      ),
    )
    .sort(compareListeners);
}

/** The pieces of each program apart. */
function splitGroup(group: readonly Piece[]): readonly (readonly Piece[])[] {
  if (group.length === 1) return [group];
  const sockets = [...groupBy(group, ({ name }) => name)]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([, pieces]) => pieces);
  const toOwners = (pieces: readonly Piece[]): readonly Owner[] =>
    pieces.flatMap(({ owner }) => owner ?? []);
  return splitPrograms(sockets, toOwners).map((part) => part.flat());
}

function toListener(key: string, group: readonly Piece[]): Listener {
  const [{ protocol, family, local, user }] = group as readonly [Piece];
  const owners = new Map(
    group.flatMap(({ owner }) => (owner === undefined ? [] : [[owner.identity.pid, owner]])),
  );
  const isHidden = group.some(({ owner }) => owner === undefined);
  const told = group.flatMap(({ isDual }) => isDual ?? []);
  return {
    key,
    protocol,
    family,
    ...local,
    scope: toBindScope(local.address),
    ...(family === 6 && told.length > 0 && { isV6Only: !told.includes(true) }),
    user,
    ownerVisibility: isHidden ? 'hidden' : 'visible',
    owners: [...owners.values()].sort((a, b) => a.identity.pid - b.identity.pid),
    sockets: [...new Set(group.map(({ name }) => name))].sort(compareText),
  };
}
