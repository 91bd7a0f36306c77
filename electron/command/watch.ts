import { formatLocalAddress } from '../../shared/address.ts';
import type { Listener } from '../../shared/listener.ts';
import { toSafeText } from '../../shared/messages/safe-text.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { Snapshot, WatchedView } from '../../shared/snapshot.ts';
import { findKeeper } from '../core/holds/find-keeper.ts';
import type { Host, ScanResult } from '../core/host.ts';
import { createPoller } from '../core/poller.ts';
import { createScanCycle } from '../core/scan-cycle.ts';
import { createState, createStateCell, toSnapshot } from '../core/state.ts';
import { toWatchedLine } from '../core/terminal-lines.ts';
import { describeContainer, describeOwner, toTellableConflicts } from '../core/wording.ts';
import { toListenerJson } from './output/listener-json.ts';
import { toMoment } from './output/time.ts';

/** So that a line of a server with many workers can be read. */
const PIDS_MAX = 8;

/** What changed since the last change; the first one holds everything. */
export interface PortChange {
  /** Wall clock, in milliseconds. */
  readonly atMs: number;
  readonly scanMs: number;
  /** `failed`: the ports could not be read, and nothing is known to have changed. */
  readonly coverage: 'complete' | 'partial' | 'failed';
  readonly added: readonly Listener[];
  readonly removed: readonly Listener[];
  /** All that there are now. */
  readonly conflicts: readonly WatchedView[];
  readonly snapshot: Snapshot;
}

export interface WatchOptions {
  /** The setting's where it is absent. */
  readonly intervalMs: number | undefined;
  readonly select: (listeners: readonly Listener[]) => readonly Listener[];
  readonly onChange: (change: PortChange) => void;
}

/**
 * Scans until it is stopped and tells every change, and nothing while there is none. The same
 * rules as the running app; changes nothing on the disk.
 */
export async function watchPorts(host: Host, options: WatchOptions): Promise<{ stop(): void }> {
  const { settings, notices } = await host.settingsStore.read();
  const keeperPid = await findKeeper(host, settings);
  // The person asks to watch, whatever the app was told.
  const cell = createStateCell(createState({ ...settings, isPaused: false }, notices));
  const cycle = createScanCycle(host, cell, keeperPid);
  let isStopped = false;
  let scanStartedMs = 0;
  let known: ReadonlyMap<string, Listener> = new Map();
  let last: string | undefined;

  const poller = createPoller({
    clock: host.clock,
    scan: () => {
      scanStartedMs = host.clock.monotonicMs();
      return host.scanner.scan();
    },
    onScan: takeScan,
    intervalMs: () => options.intervalMs ?? settings.intervalMs,
    onBug,
  });

  function onBug(error: unknown): void {
    host.logger.log('error', 'bug', { error });
  }

  function takeScan(scan: ScanResult): { readonly needsConfirmation: boolean } {
    // It was under way when nobody wanted to know any more.
    if (isStopped) return { needsConfirmation: false };
    const nowMs = host.clock.wallMs();
    const scanMs = host.clock.monotonicMs() - scanStartedMs;
    const before = cell.get();
    const { state, needsConfirmation } = cycle.take(scan);
    if (state !== before || last === undefined) tell(scan, nowMs, scanMs);
    cycle.lookAside(lookAgain);
    return { needsConfirmation };
  }

  function lookAgain(): void {
    if (!isStopped) void poller.pollNow();
  }

  function tell(scan: ScanResult, nowMs: number, scanMs: number): void {
    const snapshot = toSnapshot(cell.get(), {
      nowMs,
      system: host.system,
      homeFolder: host.homeFolder,
      systemLanguage: host.systemLanguage,
    });
    const conflicts = toTellableConflicts(snapshot);
    const coverage = scan.kind === 'failed' ? 'failed' : snapshot.coverage;
    const now = new Map(options.select(snapshot.listeners).map((one) => [toMark(one), one]));
    const added = [...now].filter(([mark]) => !known.has(mark)).map(([, listener]) => listener);
    const removed = [...known].filter(([mark]) => !now.has(mark)).map(([, listener]) => listener);
    const standing = JSON.stringify([coverage, conflicts.map(toConflictJson)]);
    if (last === standing && added.length + removed.length === 0) return;
    last = standing;
    known = now;
    options.onChange({ atMs: nowMs, scanMs, coverage, added, removed, conflicts, snapshot });
  }

  poller.start();
  return {
    stop() {
      isStopped = true;
      poller.stop();
    },
  };
}

/** Differs whenever something of the listener is worth a line. */
function toMark(listener: Listener): string {
  return JSON.stringify([
    listener.key,
    listener.ownerVisibility,
    listener.owners.map(({ identity, command }) => [identity.pid, identity.startToken, command]),
    listener.container?.id,
    listener.container?.name,
  ]);
}

/** One line of `portreeve watch --json`; see the README for the shape. */
export function toChangeJson(change: PortChange): string {
  return JSON.stringify({
    at: new Date(change.atMs).toISOString(),
    scanMs: Math.round(change.scanMs * 10) / 10,
    coverage: change.coverage,
    added: change.added.map(toListenerJson),
    removed: change.removed.map(toListenerJson),
    conflicts: change.conflicts.map(toConflictJson),
  });
}

function toConflictJson({ watchedPort, verdict }: WatchedView) {
  const { id, name, port, protocol } = watchedPort;
  return {
    id,
    name,
    port,
    protocol,
    conflict: verdict.kind === 'conflict' ? verdict.conflict : null,
  };
}

/** The same for people: `09:14:03 + 127.0.0.1:3000 tcp  vite in ~/shop (node), pid 4711`. */
export function toChangeText(
  change: PortChange,
  told: ReadonlySet<string>,
  t: Translate,
): readonly string[] {
  const { snapshot } = change;
  const time = toMoment(change.atMs, change.atMs, snapshot.locale);
  const toLine = (sign: string, listener: Listener, others: readonly Listener[]): string => {
    const address = formatLocalAddress(listener.address, listener.port);
    const other = others.find(({ key }) => key === listener.key);
    const holder = toHolder(listener, other, snapshot, t);
    return `${time} ${sign} ${address} ${listener.protocol}  ${holder}`;
  };
  const conflicts = toConflictLines(change, t);
  return [
    ...(change.coverage === 'failed' ? [`${time} ! ${t('summary.not-watching')}`] : []),
    ...change.removed.map((listener) => toLine('-', listener, change.added)),
    ...change.added.map((listener) => toLine('+', listener, change.removed)),
    ...conflicts.filter((line) => !told.has(line)).map((line) => `${time} ! ${line}`),
    ...[...told].filter((line) => !conflicts.includes(line)).map((line) => `${time} ✓ ${line}`),
  ];
}

/** The conflicts in words, to be told once each. */
export function toConflictLines({ conflicts, snapshot }: PortChange, t: Translate) {
  return conflicts.map((view) => toWatchedLine(view, snapshot, t));
}

/** `other` is the same listener on the other side of the change, where it has one. */
function toHolder(
  { owners, user, container }: Listener,
  other: Listener | undefined,
  snapshot: Snapshot,
  t: Translate,
): string {
  const [owner] = owners;
  const named = container === undefined ? undefined : describeContainer(container, t);
  if (owner === undefined) {
    return named ?? t('why.holder-hidden', { user: toSafeText(user, 40) });
  }
  const title = named ?? describeOwner(owner, snapshot.homeFolder, t);
  const pids = owners.map(({ identity }) => identity.pid);
  if (pids.length === 1) return t('title.with-pid', { title, pid: String(pids[0]) });
  // Of too many to show, those first who came or went: they are what the line is about.
  const stay = new Set(other?.owners.map(({ identity }) => identity.pid));
  const sorted =
    pids.length > PIDS_MAX
      ? pids.toSorted((a, b) => Number(stay.has(a)) - Number(stay.has(b)))
      : pids;
  const values = { title, pids: sorted.slice(0, PIDS_MAX).join(', ') };
  return pids.length > PIDS_MAX
    ? t('title.with-pids-and-more', { ...values, count: pids.length - PIDS_MAX })
    : t('title.with-pids', values);
}
