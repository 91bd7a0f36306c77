import type { Container } from '../../shared/container.ts';
import type { KillMeans } from '../../shared/kill.ts';
import type { Owner, ProcessIdentity, Protocol } from '../../shared/listener.ts';
import type {
  EngineFailure,
  LaunchFailure,
  Unit,
  UnitFacts,
  Watcher,
} from '../../shared/supervision.ts';
import type { ProcessStory } from '../../shared/why.ts';

/*
 * What the core needs of processes and of those who have a say in them: service managers and
 * container engines. A part of the host.
 */

/** What a careful kill wants to know of a process, read on demand. */
export interface ProcessContext {
  /** The service manager's unit that keeps it running. */
  readonly unit: Unit | undefined;
  /** The nearest process above it that would start it again: a watcher or a shell's loop. */
  readonly watcher: Watcher | undefined;
  /** The container that it runs in, as its control group tells. */
  readonly containerId: string | undefined;
  readonly isKernelThread: boolean;
  /** Its program is a part of the system itself and is not for anybody to end; absent otherwise. */
  readonly isSystemProgram?: true;
  /** The terminal's session ends with it. */
  readonly leadsTerminalSession: boolean;
}

/** How a process stands to being ended. */
export interface ProcessCondition {
  readonly state: 'alive' | 'stopped' | 'traced' | 'uninterruptible' | 'zombie' | 'gone';
  /** The debugger that keeps it halted, where it is `traced` and we may see by whom. */
  readonly tracer?: string;
  /** It has chosen not to hear a graceful end. */
  readonly ignoresTerm: boolean;
  /** The system has no way to ask it to end, only to end it at once; absent where it has one. */
  readonly isForceOnly?: boolean;
}

export interface Processes {
  /** Undefined when the process is gone. */
  readContext(identity: ProcessIdentity): Promise<ProcessContext | undefined>;
  isAlive(identity: ProcessIdentity): boolean;
  /** Who has this pid now; undefined where nobody has it. */
  readIdentity(pid: number): ProcessIdentity | undefined;
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
  /** May look at everybody's processes, so that what still has none is no process shown here. */
  readonly seesAll: boolean;
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
  /** The accounts that owned the program's file and the folder; absent where that means nothing. */
  readonly owners?: { readonly executable: number; readonly cwd: number };
}

export type LaunchResult =
  | { readonly kind: 'started'; readonly pid: number; readonly logFile: string }
  /** `logFile` where the program ran long enough to write something. */
  | { readonly kind: 'failed'; readonly reason: LaunchFailure; readonly logFile?: string };

export interface Launcher {
  /** Undefined when the process is gone, not ours, or not whole to read. */
  capture(identity: ProcessIdentity): LaunchRecipe | undefined;
  /** The same for a command of the person's own; undefined where its program is not found. */
  find(command: readonly string[], folder: string): Promise<LaunchRecipe | undefined>;
  /** Starts it detached from us, its output in a file of its own. */
  start(recipe: LaunchRecipe): Promise<LaunchResult>;
}
