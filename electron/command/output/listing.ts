import { formatLocalAddress } from '../../../shared/address.ts';
import type { Listener } from '../../../shared/listener.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import { toTitle } from '../../../shared/titles.ts';
import type { OnceRead } from '../../core/read-once.ts';
import { describeContainer, toFolderText } from '../../core/wording.ts';
import { toWatchedLine } from '../../core/terminal-lines.ts';
import type { Colours } from './colours.ts';
import { formatTable } from './columns.ts';
import { toListenerJson } from './listener-json.ts';

type Read = Extract<OnceRead, { kind: 'read' }>;

/** `portreeve list --json`: see the README for the shape, which other programs rely on. */
export function toListDocument({ snapshot, takenAtMs }: Read, listeners: readonly Listener[]) {
  return {
    takenAt: new Date(takenAtMs).toISOString(),
    coverage: snapshot.coverage,
    listeners: listeners.map(toListenerJson),
  };
}

/** `portreeve check --json`: every watched port with its verdict and the evidence for it. */
export function toCheckDocument({ snapshot, takenAtMs }: Pick<Read, 'snapshot' | 'takenAtMs'>) {
  const evidence = new Map(snapshot.listeners.map((listener) => [listener.key, listener]));
  return {
    takenAt: new Date(takenAtMs).toISOString(),
    coverage: snapshot.coverage,
    watched: snapshot.watched.map(({ watchedPort, verdict, mutedUntil, health }) => ({
      id: watchedPort.id,
      name: watchedPort.name,
      port: watchedPort.port,
      protocol: watchedPort.protocol,
      address: watchedPort.address,
      verdict: verdict.kind,
      reason: verdict.kind === 'undetermined' ? verdict.reason : null,
      conflict: verdict.kind === 'conflict' ? verdict.conflict : null,
      mutedUntil: mutedUntil ?? null,
      // Known to the running app alone.
      health: health ?? null,
      listeners: (verdict.kind === 'free' ? [] : verdict.listenerKeys)
        .map((key) => evidence.get(key))
        .filter((listener) => listener !== undefined)
        .map(toListenerJson),
    })),
  };
}

/** A table for people: one line an owner, columns as wide as their content. */
export function toListText(
  snapshot: Snapshot,
  listeners: readonly Listener[],
  t: Translate,
): string {
  if (snapshot.listeners.length === 0) return t('command.no-listeners');
  if (listeners.length === 0) return t('command.none-fits');
  const header = (['port', 'protocol', 'address', 'user', 'pid', 'program', 'folder'] as const).map(
    (column) => t(`command.header-${column}`),
  );
  const rows = listeners.flatMap((listener) => toRows(listener, snapshot, t));
  return formatTable([header, ...rows]);
}

function toRows(
  listener: Listener,
  snapshot: Snapshot,
  t: Translate,
): readonly (readonly string[])[] {
  const start = [
    String(listener.port),
    listener.protocol,
    formatLocalAddress(listener.address, listener.port),
    listener.user,
  ];
  const { container } = listener;
  const program = container === undefined ? undefined : describeContainer(container, t);
  const owners = listener.owners.map((owner) => [
    ...start,
    String(owner.identity.pid),
    program ?? toSafeText(toTitle(owner).text, 32),
    toSafeText(toFolderText(owner, snapshot.homeFolder, t) ?? '', 60),
  ]);
  return owners.length > 0 ? owners : [[...start, '', program ?? t('command.hidden-owner'), '']];
}

/** `portreeve check`: one line a watched port. */
export function toCheckText(snapshot: Snapshot, colours: Colours, t: Translate): string {
  if (snapshot.watched.length === 0) return t('command.nothing-watched');
  return snapshot.watched
    .toSorted((a, b) => a.watchedPort.port - b.watchedPort.port)
    .map((view) => {
      const line = toWatchedLine(view, snapshot, t);
      switch (view.verdict.kind) {
        case 'conflict':
          return view.mutedUntil === undefined ? colours.bad(line) : colours.faint(line);
        case 'undetermined':
          return colours.faint(line);
        case 'expected':
        case 'free':
        case 'held':
          return colours.good(line);
      }
    })
    .join('\n');
}
