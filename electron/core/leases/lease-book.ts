import type { Lease, LeaseRequest, ReleaseRequest } from '../../../shared/lease.ts';
import type { ProcessIdentity } from '../../../shared/listener.ts';
import { isSameIdentity } from '../../../shared/same-identity.ts';
import { isWithin, type FreePortStrategy } from '../free-ports/strategy.ts';
import type { FormerPort, LeaseBook, MachineTime } from '../host-leases.ts';

/** How many services' last ports are remembered. */
const FORMERS_MAX = 1000;
/** How many of its own a service is offered again. */
const OWN_FORMERS_MAX = 5;

type Key = Pick<Lease, 'name' | 'folder'>;
export type IsAlive = (identity: ProcessIdentity) => boolean;

/** The book without what has ended: the leases of processes that are gone, and those that ran out. */
export function sweepBook(book: LeaseBook, now: MachineTime, isAlive: IsAlive): LeaseBook {
  const isSameStart = !isOtherStart(book, now);
  const leases = book.leases.flatMap((lease): readonly Lease[] => {
    const swept = sweepOccupant(lease, isSameStart, isAlive);
    return hasEnded(swept, now, isSameStart, isAlive) ? [] : [swept];
  });
  const isSame =
    book.bootId === now.bootId &&
    leases.length === book.leases.length &&
    leases.every((lease, index) => lease === book.leases[index]);
  if (isSame) return book;
  const kept = new Set(leases.map(({ id }) => id));
  const ended = book.leases.filter(({ id }) => !kept.has(id));
  return { bootId: now.bootId, leases, formers: remember(book.formers, ended) };
}

/** A start that the system did not tell, then or now, is not known to be another one. */
function isOtherStart(book: LeaseBook, now: MachineTime): boolean {
  return book.bootId !== '' && now.bootId !== '' && book.bootId !== now.bootId;
}

function sweepOccupant(lease: Lease, isSameStart: boolean, isAlive: IsAlive): Lease {
  const { occupant, ...rest } = lease;
  return occupant === undefined || (isSameStart && isAlive(occupant)) ? lease : rest;
}

function hasEnded(
  { term, renewedAtMs, occupant }: Lease,
  now: MachineTime,
  isSameStart: boolean,
  isAlive: IsAlive,
): boolean {
  switch (term.kind) {
    case 'reservation':
      return false;
    case 'process':
      return !isSameStart || !isAlive(term.identity);
    case 'time': {
      if (!isSameStart) return true;
      const ageMs = now.ms - renewedAtMs;
      // A clock that went back is that of another start, where the system does not tell it.
      return occupant === undefined && (ageMs > term.ttlMs || ageMs < 0);
    }
  }
}

/** The lease that answers the request, if it has one: it is then renewed and not granted anew. */
export function findOwnLease({ leases }: LeaseBook, request: LeaseRequest): Lease | undefined {
  const client = toClient(request);
  const own = leases.filter((lease) => isSameKey(lease, request) && isUsable(lease, request));
  if (client === undefined) return own.find(({ term }) => term.kind !== 'process');
  return (
    own.find(({ term }) => term.kind === 'process' && isSameIdentity(term.identity, client)) ??
    own.find(({ occupant }) => occupant !== undefined && isSameIdentity(occupant, client)) ??
    // A port that is kept for the service, and that no other instance of it uses.
    own.find(({ term, occupant }) => term.kind !== 'process' && occupant === undefined)
  );
}

/** Whether the lease is for what is asked, and lies where it is asked for. */
function isUsable(lease: Lease, { protocols, strategy }: LeaseRequest): boolean {
  return (
    protocols.every((protocol) => lease.protocols.includes(protocol)) &&
    (strategy === undefined || isWithin(lease.port, toSearch(strategy)))
  );
}

/** Where a request looks, as every search for a port knows it. */
export function toSearch(strategy: NonNullable<LeaseRequest['strategy']>): FreePortStrategy {
  if (strategy.kind !== 'watched') return strategy;
  return { kind: 'range', range: { from: strategy.port, to: strategy.port } };
}

/** The lease as asked for once more at this moment; a reservation stays one until it is released. */
export function renewLease(lease: Lease, request: LeaseRequest, { ms }: MachineTime): Lease {
  const client = toClient(request);
  const renewed = { ...lease, renewedAtMs: ms };
  if (lease.term.kind === 'process') return renewed;
  if (client !== undefined) return { ...renewed, occupant: client };
  return lease.term.kind === 'reservation' ? renewed : { ...renewed, term: request.term };
}

/**
 * The book without what a new lease takes the place of: a service keeps one port at a time, unless
 * an instance of it still uses another.
 */
export function dropReplaced(book: LeaseBook, request: LeaseRequest): LeaseBook {
  if (request.term.kind === 'process') return book;
  const isReplaced = (lease: Lease): boolean =>
    isSameKey(lease, request) &&
    lease.term.kind !== 'process' &&
    lease.occupant === undefined &&
    lease.protocols.every((protocol) => request.protocols.includes(protocol));
  const replaced = book.leases.filter(isReplaced);
  if (replaced.length === 0) return book;
  const leases = book.leases.filter((lease) => !isReplaced(lease));
  return { ...book, leases, formers: remember(book.formers, replaced) };
}

export function putLease(book: LeaseBook, lease: Lease): LeaseBook {
  const others = book.leases.filter(({ id }) => id !== lease.id);
  return { ...book, leases: [...others, lease] };
}

/** Splits what is to be given back from the rest. */
export function releaseLeases(
  book: LeaseBook,
  request: ReleaseRequest,
): { readonly book: LeaseBook; readonly released: readonly Lease[] } {
  const isMeant = (lease: Lease): boolean =>
    request.kind === 'port' ? lease.port === request.port : isSameKey(lease, request);
  const released = book.leases.filter(isMeant);
  if (released.length === 0) return { book, released };
  const leases = book.leases.filter((lease) => !isMeant(lease));
  return { book: { ...book, leases, formers: remember(book.formers, released) }, released };
}

/** The ports that this service had before, the last one first. */
export function listFormerPorts({ formers }: LeaseBook, key: Key): readonly number[] {
  const own = formers.filter((former) => isSameKey(former, key)).slice(-OWN_FORMERS_MAX);
  return own.map(({ port }) => port).toReversed();
}

/** Ports that other services will want again. */
export function listPortsOfOthers({ formers }: LeaseBook, key: Key): readonly number[] {
  return formers.filter((former) => !isSameKey(former, key)).map(({ port }) => port);
}

export function listLeasedPorts({ leases }: LeaseBook): ReadonlySet<number> {
  return new Set(leases.map(({ port }) => port));
}

function toClient({ term }: LeaseRequest): ProcessIdentity | undefined {
  return term.kind === 'process' ? term.identity : undefined;
}

function isSameKey(a: Key, b: Key): boolean {
  return a.name === b.name && a.folder === b.folder;
}

/** Each port once, by who had it last. */
function remember(formers: readonly FormerPort[], ended: readonly Lease[]): readonly FormerPort[] {
  const ports = new Set(ended.map(({ port }) => port));
  return [
    ...formers.filter(({ port }) => !ports.has(port)),
    ...ended.map(({ name, folder, port }) => ({
      name,
      ...(folder !== undefined && { folder }),
      port,
    })),
  ].slice(-FORMERS_MAX);
}
