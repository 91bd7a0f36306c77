import {
  USUAL_RANGE,
  type Lease,
  type LeaseOutcome,
  type LeaseRequest,
  type ReleaseOutcome,
  type ReleaseRequest,
} from '../../../shared/lease.ts';
import type { Listener } from '../../../shared/listener.ts';
import { findFreePorts, type FreePortsOutcome } from '../free-ports/find-free-ports.ts';
import type { KnownOfPorts } from '../free-ports/obstacles.ts';
import { isWithin, type FreePortStrategy } from '../free-ports/strategy.ts';
import type { Host } from '../host.ts';
import type { LeaseBook } from '../host-leases.ts';
import { createAliveMemory } from './alive-memory.ts';
import {
  dropReplaced,
  findOwnLease,
  listFormerPorts,
  listLeasedPorts,
  listPortsOfOthers,
  putLease,
  releaseLeases,
  renewLease,
  sweepBook,
  toSearch,
} from './lease-book.ts';

const LEASES_MAX = 10_000;
/** A person reads the reasons; beyond this many they say nothing new. */
const PASSED_OVER_MAX = 200;

export type LeaseHost = Pick<
  Host,
  'clock' | 'createId' | 'leaseStore' | 'prober' | 'processes' | 'randomBelow' | 'readMachineTime'
>;

export interface LeasesParts {
  readonly host: LeaseHost;
  /** What speaks against ports beside the leases. */
  readonly readKnown: () => Promise<KnownOfPorts>;
  /** Who listens, asked for only where a port that is in use has to be explained. */
  readonly readListeners?: () => Promise<readonly Listener[]>;
  /** Hears which ports are promised, whenever that may have changed. */
  readonly onPorts?: (ports: ReadonlySet<number>) => void;
}

/** Ports that were promised to clients; the app and the command share them through the store. */
export interface Leases {
  /** Promises a port, or renews the promise that the client has. */
  grant(request: LeaseRequest): Promise<LeaseOutcome>;
  release(request: ReleaseRequest): Promise<ReleaseOutcome>;
  /** Those that hold at this moment. */
  list(): Promise<readonly Lease[]>;
}

export function createLeases({ host, readKnown, readListeners, onPorts }: LeasesParts): Leases {
  const { leaseStore, processes } = host;
  const isAlive = createAliveMemory(processes.isAlive, host.clock);
  const sweep = (book: LeaseBook): LeaseBook => sweepBook(book, host.readMachineTime(), isAlive);

  function tell(book: LeaseBook): void {
    onPorts?.(listLeasedPorts(book));
  }

  async function grantIn(
    book: LeaseBook,
    request: LeaseRequest,
  ): Promise<{ readonly book: LeaseBook; readonly result: LeaseOutcome }> {
    const { term } = request;
    if (term.kind === 'process' && !processes.isAlive(term.identity)) {
      return { book, result: { kind: 'no-such-process' } };
    }
    const own = findOwnLease(book, request);
    if (own !== undefined) {
      const lease = renewLease(own, request, host.readMachineTime());
      return { book: putLease(book, lease), result: { kind: 'granted', lease } };
    }
    if (book.leases.length >= LEASES_MAX) return { book, result: { kind: 'too-many' } };
    const found = await findPort(book, request);
    const [free] = found.kind === 'no-such-address' ? [] : found.ports;
    if (free === undefined) {
      const passedOver = found.kind === 'no-such-address' ? [] : found.passedOver;
      return {
        book,
        result: { kind: 'exhausted', passedOver: passedOver.slice(0, PASSED_OVER_MAX) },
      };
    }
    const lease: Lease = {
      id: host.createId(),
      name: request.name,
      ...(request.folder !== undefined && { folder: request.folder }),
      port: free.port,
      protocols: request.protocols,
      grantedAt: new Date(host.clock.wallMs()).toISOString(),
      term,
      renewedAtMs: host.readMachineTime().ms,
    };
    const result: LeaseOutcome = {
      kind: 'granted',
      lease,
      isNew: true,
      ...(free.isEphemeral && { isEphemeral: true }),
    };
    return { book: putLease(dropReplaced(book, request), lease), result };
  }

  /** The port that the service had before if it can be had, else one that no other wants again. */
  async function findPort(book: LeaseBook, request: LeaseRequest): Promise<FreePortsOutcome> {
    const { protocols, strategy: asked } = request;
    const strategy: FreePortStrategy =
      asked === undefined ? { kind: 'random', range: USUAL_RANGE } : toSearch(asked);
    const facts = await readKnown();
    const watchedPorts = facts.watchedPorts.filter(
      ({ port }) => asked?.kind !== 'watched' || port !== asked.port,
    );
    const known: KnownOfPorts = {
      ...facts,
      watchedPorts,
      leased: listLeasedPorts(book),
      contested: new Set([...(facts.contested ?? []), ...listPortsOfOthers(book, request)]),
    };
    const find = (strategy: FreePortStrategy): Promise<FreePortsOutcome> =>
      findFreePorts(host, {
        strategy,
        protocols,
        count: 1,
        known,
        ...(readListeners !== undefined && { readListeners }),
      });
    for (const port of listFormerPorts(book, request)) {
      if (!isWithin(port, strategy)) continue;
      const again = await find({ kind: 'range', range: { from: port, to: port } });
      if (again.kind === 'found') return again;
    }
    return find(strategy);
  }

  return {
    async grant(request) {
      const changed = await leaseStore.change(async (book) => {
        const { book: next, result } = await grantIn(sweep(book), request);
        tell(next);
        return { book: next, result };
      });
      return changed.kind === 'changed' ? changed.result : changed;
    },
    async release(request) {
      const changed = await leaseStore.change((book) => {
        const { book: next, released } = releaseLeases(sweep(book), request);
        tell(next);
        return Promise.resolve({ book: next, result: released });
      });
      if (changed.kind !== 'changed') return changed;
      return { kind: 'released', leases: changed.result };
    },
    async list() {
      const book = sweep(await leaseStore.read());
      tell(book);
      return book.leases;
    },
  };
}
