import type { Trouble } from '../../shared/diagnostics.ts';
import type { Family, Listener, Owner, ProcessIdentity, Protocol } from '../../shared/listener.ts';
import type { PortRange } from '../../shared/port.ts';
import type { PassedOverReason } from '../../shared/reassign.ts';
import type { ScanFailureReason } from '../../shared/snapshot.ts';
import type { CoordinatorSocket } from './host-coordinator.ts';
import type { ConfigFiles, Projects } from './host-files.ts';
import type { HealthProber } from './host-health.ts';
import type { System } from '../../shared/system.ts';
import type { LeaseBook, LeaseStore, MachineTime } from './host-leases.ts';
import type {
  Containers,
  Elevation,
  Launcher,
  Processes,
  ProcessStories,
  Terminator,
  Units,
} from './host-processes.ts';
import type { HistoryStore, SettingsStore } from './host-stores.ts';

/*
 * All that the core needs from outside. Adapters implement it for a platform; tests implement
 * it in memory. Nothing else reaches the operating system.
 */

export interface Clock {
  /** Milliseconds that only ever grow; for every wait and deadline. */
  monotonicMs(): number;
  /** Milliseconds since 1970; for showing and recording only. */
  wallMs(): number;
  sleep(ms: number): Promise<void>;
  /** Runs `task` once after `ms`; returns the function that cancels it. */
  schedule(ms: number, task: () => void): () => void;
}

/** One reading of the system's ports. A failure is a value, never an empty list. */
export type ScanResult =
  | {
      readonly kind: 'scanned';
      /** Wall clock, in milliseconds. */
      readonly takenAtMs: number;
      readonly listeners: readonly Listener[];
      /** What could not be read, e.g. `tcp6`; empty when the coverage is complete. */
      readonly missing: readonly string[];
    }
  | { readonly kind: 'failed'; readonly reason: ScanFailureReason; readonly detail: string };

/** The local address of a connection, of the family of its socket. */
export interface ConnectedAddress {
  readonly family: Family;
  readonly address: string;
}

export interface ListenerScanner {
  /** Reads all listeners and their owners; never throws. */
  scan(): Promise<ScanResult>;
  /**
   * The same, and the owners of this port's listeners are all of them: whoever may have come to
   * share one is looked through. Before a kill that is not shown first.
   */
  scanFor(protocol: Protocol, port: number): Promise<ScanResult>;
  /** The same without any cache: every socket's owners are looked up anew. Before a kill. */
  scanAfresh(): Promise<ScanResult>;
  /** The local ends of all connections on this port, or undefined when they cannot be read. */
  readConnected(protocol: Protocol, port: number): Promise<readonly ConnectedAddress[] | undefined>;
  /** How the ports are read and why not better, for the log; absent where there is one way. */
  describeSource?(): string;
}

/** A socket that uses a local port without listening on it. */
export interface PortUse {
  readonly protocol: Protocol;
  readonly family: Family;
  readonly address: string;
  readonly port: number;
  /** Absent where the other end is not told. */
  readonly remoteAddress?: string;
  readonly remotePort?: number;
  /**
   * `closing`: one or both ends have ended it, and the system waits for its last packets.
   * `half-closed`: only one end has, and a process here keeps its socket open, for as long as it
   * likes. `bound`: no connection at all; told by `readBound` alone.
   */
  readonly state: 'connected' | 'half-closed' | 'closing' | 'bound';
  /** Empty where the kernel alone still holds it, or where its owners are hidden. */
  readonly owners: readonly Owner[];
}

export interface PortUses {
  /**
   * Who has bound a port and neither listens nor connects, as far as the system tells; absent
   * where it never does. Only when a person asks about this port.
   */
  readBound?(protocol: Protocol, port: number): Promise<readonly PortUse[]>;
  /** Every socket that uses one of these local ports without listening; undefined when unreadable. */
  read(protocol: Protocol, ports: readonly number[]): Promise<readonly PortUse[] | undefined>;
}

/** What the system does with ranges of ports by itself. */
export interface PortLimits {
  /** Lent to whoever does not name a port, outgoing connections above all. */
  readonly ephemeral: PortRange;
  /** Left out of that. */
  readonly reserved: readonly PortRange[];
  /** The first port that needs no rights. */
  readonly unprivilegedFrom: number;
  /** Given to nobody, as Windows does for its own services; absent where there is no such thing. */
  readonly excluded?: readonly ExcludedPorts[];
}

/** A range of ports of one protocol. */
export interface ExcludedPorts extends PortRange {
  readonly protocol: Protocol;
}

/** A port kept bound on the addresses that were asked for, so that nobody else can take it meanwhile. */
export interface HeldPort {
  release(): Promise<void>;
}

export type HoldResult =
  | { readonly kind: 'held'; readonly hold: HeldPort }
  | { readonly kind: 'unavailable'; readonly reason: PassedOverReason };

/** What the system says to a bind; `errno` is its own word, e.g. `EADDRINUSE`. */
export type TriedBind =
  { readonly kind: 'bound' } | { readonly kind: 'refused'; readonly errno: string };

/** A port that the system chose itself. */
export type AskedPort =
  { readonly kind: 'given'; readonly port: number } | Extract<TriedBind, { kind: 'refused' }>;

export interface PortProber {
  /**
   * Binds the port on one local address, or without it on both families, loopback and wildcard.
   * Never call it for a watched port, except where the person wants that one held.
   */
  hold(protocol: Protocol, port: number, address?: string): Promise<HoldResult>;
  /** Binds one address for a moment and lets it go. Only when a person asks about this port. */
  tryBind(protocol: Protocol, address: string, port: number): Promise<TriedBind>;
  /** Lets the system choose a port of this address, and lets it go. Of others it says nothing. */
  askSystem(protocol: Protocol, address: string): Promise<AskedPort>;
}

export interface Logger {
  /** One structured line; `event` is a stable kebab-case word. */
  log(
    level: 'info' | 'warn' | 'error',
    event: string,
    fields?: Readonly<Record<string, unknown>>,
  ): void;
  /** What went wrong since the start, the newest last; no more than a few. */
  listTroubles(): readonly Trouble[];
}

export interface Host {
  /** Whose rules hold for addresses that meet, and whose means are spoken of. */
  readonly system: System;
  readonly clock: Clock;
  readonly scanner: ListenerScanner;
  readonly processes: Processes;
  readonly terminator: Terminator;
  readonly elevation: Elevation;
  readonly units: Units;
  readonly containers: Containers;
  readonly launcher: Launcher;
  readonly prober: PortProber;
  readonly healthProber: HealthProber;
  readonly portUses: PortUses;
  readonly processStories: ProcessStories;
  /** Undefined where the system does not tell. */
  readPortLimits(): Promise<PortLimits | undefined>;
  /** The families in which `localhost` is tried on this machine, in that order. */
  readLocalhostOrder(): Promise<readonly Family[]>;
  readonly configFiles: ConfigFiles;
  readonly projects: Projects;
  readonly settingsStore: SettingsStore;
  readonly historyStore: HistoryStore;
  readonly coordinator: CoordinatorSocket;
  readonly leaseStore: LeaseStore;
  readMachineTime(): MachineTime;
  /** The root of the worktree that a folder lies in; undefined outside of any. */
  findWorktree(folder: string): Promise<string | undefined>;
  readonly logger: Logger;
  /** Where a path leads, links followed; undefined when it leads nowhere. */
  resolvePath(path: string): Promise<string | undefined>;
  /** Writes a file that the person chose, whole or not at all; whether it was. */
  saveText(file: string, text: string): Promise<boolean>;
  /**
   * Hears once when nobody reads the standard output any more; absent where only the next line
   * would tell.
   */
  readonly onUnread?: (hear: () => void) => void;
  /** A new unguessable text. */
  createId(): string;
  /** An unguessable whole number from 0 up to, and without, `limit`. */
  randomBelow(limit: number): number;
  readonly homeFolder: string;
  /** The system's language, as a BCP 47 tag. */
  readonly systemLanguage: string;
}

/** A conflict that began; `atMs` by the wall clock. */
export interface PastConflict {
  readonly port: number;
  readonly atMs: number;
}

/** A port that settings name, read without judging the rest of them. */
export interface WatchedNumber {
  readonly name: string;
  readonly port: number;
  readonly protocol: Protocol;
}

/** What finding a free port takes of the machine; a small part of a host, and quick to have. */
export interface FreeHost extends Pick<
  Host,
  | 'clock'
  | 'prober'
  | 'randomBelow'
  | 'readPortLimits'
  | 'readMachineTime'
  | 'systemLanguage'
  | 'homeFolder'
> {
  readonly isPrivileged: boolean;
  /** Undefined where the settings are there and cannot be read. */
  readWatched(): Promise<readonly WatchedNumber[] | undefined>;
  readonly settingsFile: string;
  readConflicts(): Promise<readonly PastConflict[]>;
  /** As they were written; which of them still hold, their clients and the time tell. */
  readLeases(): Promise<LeaseBook>;
  isAlive(identity: ProcessIdentity): boolean;
  /** Who listens now; empty where that cannot be told. Takes as long as a whole scan. */
  readListeners(): Promise<readonly Listener[]>;
}
