import type { Lease, BookFailure } from '../../shared/lease.ts';

/*
 * Where leases are kept, for the app and the command alike. A part of the host.
 */

/** A clock that every process of the machine reads the same, until the machine starts again. */
export interface MachineTime {
  /** Milliseconds that only ever grow; they stand still while the machine sleeps. */
  readonly ms: number;
  /** Differs after each start of the machine; empty where the system does not tell. */
  readonly bootId: string;
}

/** The port that a service had the last time, to give it to that service again. */
export interface FormerPort {
  readonly name: string;
  readonly folder?: string | undefined;
  readonly port: number;
}

export interface LeaseBook {
  /** The start of the machine at which the leases' times were taken. */
  readonly bootId: string;
  readonly leases: readonly Lease[];
  /** The oldest first. */
  readonly formers: readonly FormerPort[];
}

export type BookChange<Result> =
  { readonly kind: 'changed'; readonly result: Result } | BookFailure;

export interface LeaseStore {
  /**
   * Reads the book, and writes what `change` makes of it, while nobody else does either, in this
   * process or another. The same book back writes nothing.
   */
  change<Result>(
    change: (book: LeaseBook) => Promise<{ readonly book: LeaseBook; readonly result: Result }>,
  ): Promise<BookChange<Result>>;
  /** The book as it is now. */
  read(): Promise<LeaseBook>;
}
