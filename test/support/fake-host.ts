import type {
  Host,
  HoldResult,
  PortLimits,
  PortUse,
  ScanResult,
} from '../../electron/core/host.ts';
import type { LocatedEdits, RecoveredMove, WriteResult } from '../../electron/core/host-files.ts';
import type { LeaseBook } from '../../electron/core/host-leases.ts';
import type {
  ContainerAnswer,
  ContainerResult,
  ElevatedResult,
  EngineState,
  LaunchRecipe,
  LaunchResult,
  ProcessCondition,
  ProcessContext,
  SignalResult,
  UnitResult,
} from '../../electron/core/host-processes.ts';
import { toTargetName } from '../../shared/target-name.ts';
import type { ConfigEdit } from '../../shared/reassign.ts';
import type { Mention } from '../../shared/project.ts';
import type { ProbeResult } from '../../shared/health.ts';
import type { HistoryEntry, MovedEntry } from '../../shared/history.ts';
import type { Family, Listener, Owner } from '../../shared/listener.ts';
import { isSameIdentity } from '../../shared/same-identity.ts';
import type { KillMeans } from '../../shared/kill.ts';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import type { Unit, UnitFacts } from '../../shared/supervision.ts';
import type { Notice } from '../../shared/snapshot.ts';
import type { ProcessStory } from '../../shared/why.ts';
import { aContext } from './builders.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

/** A machine in memory: a whole host whose system the test arranges and looks into. */
export interface FakeMachine {
  readonly host: Host;
  readonly clock: FakeClock;
  /** What the next scans read. */
  listeners: readonly Listener[];
  missing: readonly string[];
  scanFailure: Extract<ScanResult, { kind: 'failed' }> | undefined;
  scanCount: number;
  clients: number | undefined;
  readonly contexts: Map<number, ProcessContext>;
  readonly conditions: Map<number, ProcessCondition>;
  /** What lives below whatever is asked about. */
  descendants: readonly Owner[];
  elevated: ElevatedResult;
  readonly unitFacts: Map<string, UnitFacts>;
  socketUnit: Unit | undefined;
  container: ContainerAnswer;
  engineQuestions: number;
  engines: readonly EngineState[];
  /** Units and containers that were told to stop, and those to restart. */
  readonly stopped: string[];
  onStop: () => UnitResult;
  onEngine: () => ContainerResult;
  recipe: LaunchRecipe | undefined;
  mentions: readonly Mention[];
  readonly started: LaunchRecipe[];
  launched: LaunchResult;
  /** Where services were asked for their health, and what that comes to. */
  readonly probes: { readonly address: string; readonly port: number }[];
  onProbe: (target: { readonly address: string; readonly port: number }) => Promise<ProbeResult>;
  /** What an earlier run left half done. */
  interrupted: RecoveredMove;
  unfinished: readonly MovedEntry[];
  readonly signals: { readonly pid: number; readonly means: KillMeans }[];
  /** What a signal comes to; by default the process ends and its listeners go. */
  onSignal: (target: Owner, means: KillMeans) => SignalResult;
  readonly taken: Set<number>;
  /** Sockets beside the listeners; undefined when they cannot be read. */
  uses: readonly PortUse[] | undefined;
  limits: PortLimits | undefined;
  localhostOrder: readonly Family[];
  /** By pid. */
  readonly stories: Map<number, ProcessStory>;
  /** The system's word against a bind, by address; every other bind succeeds. */
  readonly refusals: Map<string, string>;
  readonly triedBinds: string[];
  /** What the system gives to who lets it choose, one after the other; then it has none. */
  readonly systemPorts: number[];
  readonly held: Set<number>;
  readonly files: Map<string, string>;
  saved: Settings | undefined;
  stored: Settings;
  saveNotice: Notice | undefined;
  readonly history: HistoryEntry[];
  /** Set: history takes nothing, and says this. */
  historyNotice: Notice | undefined;
  /** Symbolic links: from, to. */
  readonly links: Map<string, string>;
  leaseBook: LeaseBook;
  /** Differs after each start of the machine. */
  bootId: string;
  readonly log: { readonly level: string; readonly event: string }[];
  /** Ends a process: every listener that only it holds disappears. */
  end(pid: number): void;
}

export function createFakeMachine(settings: Settings = defaultSettings): FakeMachine {
  const clock = createFakeClock();
  let lastId = 0;

  function scan(): Promise<ScanResult> {
    machine.scanCount += 1;
    if (machine.scanFailure !== undefined) return Promise.resolve(machine.scanFailure);
    return Promise.resolve({
      kind: 'scanned',
      takenAtMs: clock.wallMs(),
      listeners: machine.listeners,
      missing: machine.missing,
    });
  }

  function noteUnfinished(entry: MovedEntry): void {
    machine.unfinished = [...machine.unfinished, entry];
  }

  const self = { pid: 500, startToken: '1' };
  const host: Host = {
    system: 'linux',
    clock,
    scanner: {
      scan,
      scanFor: scan,
      scanAfresh: scan,
      readConnected: () =>
        Promise.resolve(
          machine.clients === undefined
            ? undefined
            : Array.from({ length: machine.clients }, () => ({
                family: 4 as const,
                address: '127.0.0.1',
              })),
        ),
    },
    processes: {
      readContext: ({ pid }) => Promise.resolve(machine.contexts.get(pid) ?? aContext()),
      readCondition: (identity) =>
        machine.conditions.get(identity.pid) ?? {
          state: host.processes.isAlive(identity) ? 'alive' : 'gone',
          ignoresTerm: false,
        },
      readContainerId: ({ pid }) => machine.contexts.get(pid)?.containerId,
      listDescendants: () => machine.descendants,
      readIdentity: (pid) =>
        machine.listeners
          .flatMap(({ owners }) => owners)
          .find(({ identity }) => identity.pid === pid)?.identity,
      isAlive: (identity) =>
        [...machine.descendants, ...machine.listeners.flatMap(({ owners }) => owners)].some(
          (owner) => isSameIdentity(owner.identity, identity),
        ),
      self,
      readAncestors: () => [self, { pid: 400, startToken: '1' }],
      user: 'ann',
      isPrivileged: false,
      seesAll: false,
    },
    terminator: {
      signal(target, _proof, means) {
        machine.signals.push({ pid: target.identity.pid, means });
        return machine.onSignal(target, means);
      },
      toCommand: (target) => `sudo kill ${target.identity.pid}`,
    },
    elevation: { signal: () => Promise.resolve(machine.elevated) },
    units: {
      describe: ({ name }) => Promise.resolve(machine.unitFacts.get(name)),
      findSocketUnit: () => Promise.resolve(machine.socketUnit),
      stop(unit) {
        machine.stopped.push(unit.name);
        return Promise.resolve(machine.onStop());
      },
    },
    containers: {
      find() {
        machine.engineQuestions += 1;
        return Promise.resolve(machine.container);
      },
      stop({ name }) {
        machine.stopped.push(name);
        return Promise.resolve(machine.onEngine());
      },
      restart({ name }) {
        machine.stopped.push(`restart ${name}`);
        return Promise.resolve(machine.onEngine());
      },
      listEngines: () => Promise.resolve(machine.engines),
    },
    launcher: {
      capture: () => machine.recipe,
      find: ([program = '', ...rest], cwd) =>
        Promise.resolve({ executable: program, argv: [program, ...rest], cwd, env: {} }),
      start(recipe) {
        machine.started.push(recipe);
        return Promise.resolve(machine.launched);
      },
    },
    prober: {
      tryBind(_protocol, address, port) {
        machine.triedBinds.push(address);
        const errno = machine.taken.has(port) ? 'EADDRINUSE' : machine.refusals.get(address);
        return Promise.resolve(
          errno === undefined ? { kind: 'bound' } : { kind: 'refused', errno },
        );
      },
      askSystem() {
        const port = machine.systemPorts.shift();
        return Promise.resolve(
          port === undefined ? { kind: 'refused', errno: 'EADDRINUSE' } : { kind: 'given', port },
        );
      },
      hold(_protocol, port): Promise<HoldResult> {
        if (machine.taken.has(port)) {
          return Promise.resolve({ kind: 'unavailable', reason: 'in-use' });
        }
        machine.held.add(port);
        return Promise.resolve({
          kind: 'held',
          hold: {
            release() {
              machine.held.delete(port);
              return Promise.resolve();
            },
          },
        });
      },
    },
    healthProber: {
      probe(target) {
        machine.probes.push(target);
        return machine.onProbe(target);
      },
    },
    portUses: {
      read: (protocol, ports) =>
        Promise.resolve(
          machine.uses?.filter((use) => use.protocol === protocol && ports.includes(use.port)),
        ),
    },
    processStories: { read: ({ pid }) => Promise.resolve(machine.stories.get(pid)) },
    readPortLimits: () => Promise.resolve(machine.limits),
    readLocalhostOrder: () => Promise.resolve(machine.localhostOrder),
    projects: {
      readPlaces: (folder) => Promise.resolve({ kind: 'unreadable', folder }),
      findFolder: () => Promise.resolve(undefined),
      readMentions: () =>
        Promise.resolve({ mentions: machine.mentions, unchangeable: 0, isPartial: false }),
    },
    configFiles: {
      planEdits(targets, from, to): Promise<LocatedEdits> {
        const edits: ConfigEdit[] = [];
        for (const target of targets) {
          const text = machine.files.get(target.file);
          if (text === undefined) {
            return Promise.resolve({ kind: 'refused', reason: 'file-missing', target });
          }
          const before = `${toTargetName(target)}=${from}`;
          if (!text.includes(before)) {
            return Promise.resolve({ kind: 'refused', reason: 'value-differs', target });
          }
          const after = `${toTargetName(target)}=${to}`;
          const hashes = { hashBefore: text, hashAfter: text.replace(before, after) };
          edits.push({ target, realPath: target.file, line: 1, before, after, ...hashes });
        }
        return Promise.resolve({ kind: 'edits', edits });
      },
      applyEdits(edits, _from, _to, note): Promise<WriteResult> {
        const other = edits.find((edit) => machine.files.get(edit.realPath) !== edit.hashBefore);
        if (other !== undefined) {
          return Promise.resolve({ kind: 'changed', file: other.target.file });
        }
        for (const edit of edits) machine.files.set(edit.realPath, edit.hashAfter);
        const backups = edits.map(({ realPath }) => ({
          file: realPath,
          backup: `${realPath}.backup`,
        }));
        if (note?.kind === 'reassigned') noteUnfinished({ ...note, backups });
        return Promise.resolve({ kind: 'written', backups });
      },
      undoEdits(edits, _from, _to, _backups, note): Promise<WriteResult> {
        const other = edits.find((edit) => machine.files.get(edit.realPath) !== edit.hashAfter);
        if (other !== undefined) {
          return Promise.resolve({ kind: 'changed', file: other.target.file });
        }
        for (const edit of edits) machine.files.set(edit.realPath, edit.hashBefore);
        if (note?.kind === 'reassign-undone') noteUnfinished(note);
        return Promise.resolve({ kind: 'written', backups: [] });
      },
      finish(entryId) {
        machine.unfinished = machine.unfinished.filter(({ id }) => id !== entryId);
        return Promise.resolve();
      },
      listUnfinished: () => Promise.resolve(machine.unfinished),
      recover: () => Promise.resolve(machine.interrupted),
    },
    settingsStore: {
      load: () => Promise.resolve({ settings: machine.stored, notices: [] }),
      read: () => Promise.resolve({ settings: machine.stored, notices: [] }),
      readOther: (file) => {
        const text = machine.files.get(file);
        if (text === undefined) return Promise.resolve({ kind: 'missing' });
        return Promise.resolve({ kind: 'good', settings: JSON.parse(text) as Settings });
      },
      save(next) {
        if (machine.saveNotice === undefined) machine.stored = next;
        machine.saved = next;
        return Promise.resolve(machine.saveNotice);
      },
      watch: () => () => undefined,
    },
    historyStore: {
      load: () => Promise.resolve(machine.history),
      read: () => Promise.resolve({ entries: machine.history, skipped: 0, isCut: false }),
      append(entries) {
        const notice = entries.length === 0 ? undefined : machine.historyNotice;
        if (notice === undefined) machine.history.push(...entries);
        return Promise.resolve(notice);
      },
    },
    leaseStore: {
      async change(change) {
        const { book, result } = await change(machine.leaseBook);
        machine.leaseBook = book;
        return { kind: 'changed', result };
      },
      read: () => Promise.resolve(machine.leaseBook),
    },
    readMachineTime: () => ({ ms: clock.monotonicMs(), bootId: machine.bootId }),
    findWorktree: () => Promise.resolve(undefined),
    coordinator: {
      serve: () => Promise.resolve({ kind: 'unavailable', detail: 'no socket in memory' }),
      connect: () => Promise.resolve(undefined),
    },
    logger: {
      log(level, event) {
        machine.log.push({ level, event });
      },
      listTroubles: () =>
        machine.log.flatMap(({ level, event }) =>
          level === 'warn' || level === 'error'
            ? [{ at: '2026-01-05T09:14:00.000Z', level, event }]
            : [],
        ),
    },
    resolvePath: (path) => Promise.resolve(machine.links.get(path) ?? path),
    saveText(file, text) {
      machine.files.set(file, text);
      return Promise.resolve(true);
    },
    createId: () => {
      lastId += 1;
      return `id-${lastId}`;
    },
    randomBelow: () => 0,
    homeFolder: '/home/ann',
    systemLanguage: 'en-GB',
  };

  const machine: FakeMachine = {
    host,
    clock,
    listeners: [],
    missing: [],
    scanFailure: undefined,
    scanCount: 0,
    clients: 0,
    contexts: new Map(),
    conditions: new Map(),
    descendants: [],
    elevated: 'sent',
    unitFacts: new Map(),
    socketUnit: undefined,
    container: { kind: 'none' },
    engineQuestions: 0,
    engines: [],
    mentions: [],
    stopped: [],
    onStop: () => 'stopped',
    onEngine: () => ({ kind: 'done' }),
    recipe: undefined,
    started: [],
    probes: [],
    onProbe: () => Promise.resolve({ kind: 'answered', latencyMs: 5 }),
    interrupted: { kind: 'nothing' },
    unfinished: [],
    launched: { kind: 'started', pid: 5001, logFile: '/home/ann/log' },
    signals: [],
    onSignal(target) {
      machine.end(target.identity.pid);
      return 'sent';
    },
    taken: new Set(),
    uses: [],
    limits: { ephemeral: { from: 32_768, to: 60_999 }, reserved: [], unprivilegedFrom: 1024 },
    localhostOrder: [4, 6],
    stories: new Map(),
    refusals: new Map(),
    triedBinds: [],
    systemPorts: [],
    held: new Set(),
    files: new Map(),
    saved: undefined,
    stored: settings,
    saveNotice: undefined,
    history: [],
    historyNotice: undefined,
    links: new Map(),
    leaseBook: { bootId: 'first', leases: [], formers: [] },
    bootId: 'first',
    log: [],
    end(pid) {
      machine.descendants = machine.descendants.filter(({ identity }) => identity.pid !== pid);
      machine.listeners = machine.listeners.flatMap((listener) => {
        const owners = listener.owners.filter(({ identity }) => identity.pid !== pid);
        if (owners.length === listener.owners.length) return [listener];
        return owners.length === 0 ? [] : [{ ...listener, owners }];
      });
    },
  };
  return machine;
}
