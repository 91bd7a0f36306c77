import type { HistoryEntry } from '../../shared/history.ts';
import type { Family, Listener, Owner, ProcessIdentity, Protocol } from '../../shared/listener.ts';
import type { PortRange } from '../../shared/port.ts';
import type { KillMeans } from '../../shared/kill.ts';
import type { Container } from '../../shared/container.ts';
import type {
  EngineFailure,
  LaunchFailure,
  Unit,
  UnitFacts,
  Watcher,
} from '../../shared/supervision.ts';
import type {
  ConfigEdit,
  EditRefusal,
  PassedOverReason,
  WriteFailure,
} from '../../shared/reassign.ts';
import type { ProcessStory } from '../../shared/why.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Notice, ScanFailureReason } from '../../shared/snapshot.ts';
import type { ConfigTarget } from '../../shared/watched-port.ts';

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
  /** Connections to this local port from clients, or undefined when they cannot be read. */
  countClients(protocol: Protocol, port: number): Promise<number | undefined>;
  /** How the ports are read and why not better, for the log; absent where there is one way. */
  describeSource?(): string;
}

/** What a careful kill wants to know of a process, read on demand. */
export interface ProcessContext {
  /** The service manager's unit that keeps it running. */
  readonly unit: Unit | undefined;
  /** The nearest process above it that would start it again: a watcher or a shell's loop. */
  readonly watcher: Watcher | undefined;
  /** The container that it runs in, as its control group tells. */
  readonly containerId: string | undefined;
  readonly isKernelThread: boolean;
  /** The terminal's session ends with it. */
  readonly leadsTerminalSession: boolean;
}

/** How a process stands to being ended. */
export interface ProcessCondition {
  readonly state: 'alive' | 'stopped' | 'uninterruptible' | 'zombie' | 'gone';
  /** It has chosen not to hear a graceful end. */
  readonly ignoresTerm: boolean;
}

export interface Processes {
  /** Undefined when the process is gone. */
  readContext(identity: ProcessIdentity): Promise<ProcessContext | undefined>;
  isAlive(identity: ProcessIdentity): boolean;
  readCondition(identity: ProcessIdentity): ProcessCondition;
  /** The container that the process runs in, as its control group tells; one small read. */
  readContainerId(identity: ProcessIdentity): string | undefined;
  /** All that these processes started and that still lives below them, children before theirs. */
  listDescendants(identities: readonly ProcessIdentity[]): readonly Owner[];
  /** Our own process and those above it, nearest first. */
  readonly self: ProcessIdentity;
  readAncestors(): readonly ProcessIdentity[];
  /** Our account's name, as listeners spell it. */
  readonly user: string;
  /** May signal everybody's processes. */
  readonly isPrivileged: boolean;
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
  /** `closing`: one or both ends have ended it, and the system waits for its last packets. */
  readonly state: 'connected' | 'closing';
  /** Empty where the kernel alone still holds it, or where its owners are hidden. */
  readonly owners: readonly Owner[];
}

export interface PortUses {
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
  readonly excluded?: readonly PortRange[];
}

export interface ProcessStories {
  /** Where a process comes from and what it belongs to; undefined when it is gone. */
  read(identity: ProcessIdentity): Promise<ProcessStory | undefined>;
}

export type SignalResult = 'sent' | 'gone' | 'changed' | 'not-permitted';

/** What a process must still be, beyond itself, to be signalled. */
export type Proof =
  | { readonly kind: 'holds-socket'; readonly sockets: readonly string[] }
  /** Chosen for what it is and not for what it holds: a watcher, or a process of a tree. */
  | { readonly kind: 'identity' };

export interface Terminator {
  /**
   * Signals one process after its identity and the proof were read again, back to back with the
   * signal. `changed` means that nothing was sent.
   */
  signal(target: Owner, proof: Proof, means: KillMeans): SignalResult;
  /** How processes are signalled and why not better, for a report; absent where there is one way. */
  describeWay?(): string;
  /** The line a person with rights can run to end this process. */
  toCommand(target: Owner, means: KillMeans): string;
}

export type ElevatedResult =
  | 'sent'
  | 'gone'
  | 'changed'
  /** The person closed the question. */
  | 'dismissed'
  | 'not-authorised'
  /** Nothing on this desktop can ask for the password. */
  | 'no-agent'
  | 'not-installed'
  | 'failed';

export interface Elevation {
  /**
   * Asks for an administrator's rights to signal this one process. The command that runs with
   * them checks the identity and the socket itself, since the question may stay open for long.
   */
  signal(target: Owner, sockets: readonly string[], means: KillMeans): Promise<ElevatedResult>;
}

export type UnitResult =
  'stopped' | 'not-permitted' | 'no-agent' | 'not-found' | 'timed-out' | 'not-installed' | 'failed';

/** The service manager. Every call starts a tool with a deadline, so none belongs into a scan. */
export interface Units {
  /** What is known of the unit, e.g. whether it starts again; undefined when that cannot be told. */
  describe(unit: Unit): Promise<UnitFacts | undefined>;
  /** The socket unit through which the manager itself holds a port, or undefined. */
  findSocketUnit(question: {
    readonly protocol: Protocol;
    readonly address: string;
    readonly port: number;
    readonly isUserUnit: boolean;
  }): Promise<Unit | undefined>;
  stop(unit: Unit): Promise<UnitResult>;
}

export type ContainerAnswer =
  | { readonly kind: 'found'; readonly container: Container }
  /** An engine answered, and none of its containers has this port. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: EngineFailure };

export type ContainerResult =
  { readonly kind: 'done' } | { readonly kind: 'failed'; readonly reason: EngineFailure };

/** Container engines, asked over their sockets with a deadline and never from within a scan. */
export interface Containers {
  /** The container that publishes this port, or the one of this id. */
  find(question: {
    readonly protocol: Protocol;
    readonly address: string;
    readonly port: number;
    readonly containerId: string | undefined;
  }): Promise<ContainerAnswer>;
  /** Asks the container to end, and lets its engine end it after `graceMs`. */
  stop(container: Container, graceMs: number): Promise<ContainerResult>;
  restart(container: Container, graceMs: number): Promise<ContainerResult>;
  /** The engines that there are, and whether each answers. */
  listEngines(): Promise<readonly EngineState[]>;
}

export interface EngineState {
  readonly socketPath: string;
  readonly state: 'answers' | EngineFailure;
}

/** All that is needed to start a process as it was; holds its environment, so it is never written. */
export interface LaunchRecipe {
  readonly executable: string;
  /** The arguments, the program's own name first. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export type LaunchResult =
  | { readonly kind: 'started'; readonly pid: number; readonly logFile: string }
  /** `logFile` where the program ran long enough to write something. */
  | { readonly kind: 'failed'; readonly reason: LaunchFailure; readonly logFile?: string };

export interface Launcher {
  /** Undefined when the process is gone, not ours, or not whole to read. */
  capture(identity: ProcessIdentity): LaunchRecipe | undefined;
  /** Starts it detached from us, its output in a file of its own. */
  start(recipe: LaunchRecipe): Promise<LaunchResult>;
}

/** A port kept bound on every local address, so that nobody else can take it meanwhile. */
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
  /** Binds the port on both families, loopback and wildcard. Never call it for a watched port. */
  hold(protocol: Protocol, port: number): Promise<HoldResult>;
  /** Binds one address for a moment and lets it go. Only when a person asks about this port. */
  tryBind(protocol: Protocol, address: string, port: number): Promise<TriedBind>;
  /** Lets the system choose a port of this address, and lets it go. Of others it says nothing. */
  askSystem(protocol: Protocol, address: string): Promise<AskedPort>;
}

export type LocatedEdit =
  | { readonly kind: 'edit'; readonly edit: ConfigEdit }
  | { readonly kind: 'refused'; readonly reason: EditRefusal };

export type WriteResult =
  | { readonly kind: 'written'; readonly backup: string }
  | { readonly kind: 'changed' }
  | { readonly kind: 'failed'; readonly reason: WriteFailure };

export interface ConfigFiles {
  /** What setting the target from one port to another would change; writes nothing. */
  planEdit(target: ConfigTarget, from: number, to: number): Promise<LocatedEdit>;
  /** Backs the file up, writes the edit whole or not at all, and reads it back. */
  applyEdit(edit: ConfigEdit): Promise<WriteResult>;
  /**
   * Restores the backup where the file is still as `applyEdit` left it; where it was edited
   * elsewhere, puts back only the old value; otherwise `changed`.
   */
  undoEdit(edit: ConfigEdit, from: number, to: number, backup: string): Promise<WriteResult>;
}

export interface LoadedSettings {
  readonly settings: Settings;
  readonly notices: readonly Notice[];
}

export interface SettingsStore {
  /**
   * Never throws; what was wrong with the file comes as notices. A broken file is set aside
   * under another name, so that it is never lost.
   */
  load(): Promise<LoadedSettings>;
  /** The same without touching anything, for those who only look. */
  read(): Promise<LoadedSettings>;
  /** Writes atomically; `undefined` when it was kept, otherwise what the person must know. */
  save(settings: Settings): Promise<Notice | undefined>;
}

export interface HistoryStore {
  /** Oldest first; lines that cannot be read are left out. */
  load(): Promise<readonly HistoryEntry[]>;
  append(entries: readonly HistoryEntry[]): Promise<Notice | undefined>;
}

export interface Logger {
  /** One structured line; `event` is a stable kebab-case word. */
  log(
    level: 'info' | 'warn' | 'error',
    event: string,
    fields?: Readonly<Record<string, unknown>>,
  ): void;
}

export interface Host {
  readonly clock: Clock;
  readonly scanner: ListenerScanner;
  readonly processes: Processes;
  readonly terminator: Terminator;
  readonly elevation: Elevation;
  readonly units: Units;
  readonly containers: Containers;
  readonly launcher: Launcher;
  readonly prober: PortProber;
  readonly portUses: PortUses;
  readonly processStories: ProcessStories;
  /** Undefined where the system does not tell. */
  readPortLimits(): Promise<PortLimits | undefined>;
  /** The families in which `localhost` is tried on this machine, in that order. */
  readLocalhostOrder(): Promise<readonly Family[]>;
  readonly configFiles: ConfigFiles;
  readonly settingsStore: SettingsStore;
  readonly historyStore: HistoryStore;
  readonly logger: Logger;
  /** Where a path leads, links followed; undefined when it leads nowhere. */
  resolvePath(path: string): Promise<string | undefined>;
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
  'clock' | 'prober' | 'randomBelow' | 'readPortLimits' | 'systemLanguage' | 'homeFolder'
> {
  readonly isPrivileged: boolean;
  /** Undefined where the settings are there and cannot be read. */
  readWatched(): Promise<readonly WatchedNumber[] | undefined>;
  readonly settingsFile: string;
  readConflicts(): Promise<readonly PastConflict[]>;
  /** Who listens now; empty where that cannot be told. Takes as long as a whole scan. */
  readListeners(): Promise<readonly Listener[]>;
}
