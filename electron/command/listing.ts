import { formatLocalAddress, type Listener } from '../../shared/listener.ts';
import { toSafeText, toShortPath } from '../../shared/messages/sentences.ts';
import type { Translate } from '../../shared/messages/translate.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { OnceRead } from '../core/read-once.ts';
import { toWatchedLine } from '../core/terminal-lines.ts';

type Read = Extract<OnceRead, { kind: 'read' }>;

/** `portreeve list --json`: see the README for the shape, which other programs rely on. */
export function toListJson({ snapshot, takenAtMs }: Read): string {
  return JSON.stringify(
    {
      takenAt: new Date(takenAtMs).toISOString(),
      coverage: snapshot.coverage,
      listeners: snapshot.listeners.map(toListenerJson),
    },
    undefined,
    2,
  );
}

function toListenerJson(listener: Listener) {
  const { protocol, family, address, port, scope, user, ownerVisibility } = listener;
  return {
    protocol,
    family,
    address,
    port,
    scope,
    user,
    ownerVisibility,
    owners: listener.owners.map(
      ({ identity, name, command, executable, cwd, project, startedAt }) => ({
        pid: identity.pid,
        name,
        command,
        // Spelled out, so that a field that could not be read is there and says so.
        executable: executable ?? null,
        cwd: cwd ?? null,
        project: project ?? null,
        startedAt: startedAt ?? null,
      }),
    ),
  };
}

/** `portreeve check --json`: every watched port with its verdict and the evidence for it. */
export function toCheckJson({ snapshot, takenAtMs }: Read): string {
  const evidence = new Map(snapshot.listeners.map((listener) => [listener.key, listener]));
  return JSON.stringify(
    {
      takenAt: new Date(takenAtMs).toISOString(),
      coverage: snapshot.coverage,
      watched: snapshot.watched.map(({ watchedPort, verdict, mutedUntil }) => ({
        id: watchedPort.id,
        name: watchedPort.name,
        port: watchedPort.port,
        protocol: watchedPort.protocol,
        address: watchedPort.address,
        verdict: verdict.kind,
        reason: verdict.kind === 'undetermined' ? verdict.reason : null,
        conflict: verdict.kind === 'conflict' ? verdict.conflict : null,
        mutedUntil: mutedUntil ?? null,
        listeners: (verdict.kind === 'free' ? [] : verdict.listenerKeys)
          .map((key) => evidence.get(key))
          .filter((listener) => listener !== undefined)
          .map(toListenerJson),
      })),
    },
    undefined,
    2,
  );
}

/** A table for people: one line an owner, columns as wide as their content. */
export function toListText(snapshot: Snapshot, t: Translate): string {
  if (snapshot.listeners.length === 0) return t('command.no-listeners');
  const header = (['port', 'protocol', 'address', 'user', 'pid', 'program', 'folder'] as const).map(
    (column) => t(`command.header-${column}`),
  );
  const rows = snapshot.listeners.flatMap((listener) => toRows(listener, snapshot, t));
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
  const owners = listener.owners.map((owner) => [
    ...start,
    String(owner.identity.pid),
    toSafeText(owner.name, 32),
    toSafeText(toShortPath(owner.project ?? owner.cwd ?? '', snapshot.homeFolder), 60),
  ]);
  return owners.length > 0 ? owners : [[...start, '', t('command.hidden-owner'), '']];
}

function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_header, column) =>
    Math.max(...rows.map((row) => toWidth(row[column] ?? ''))),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - toWidth(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Terminal columns: East Asian wide characters take two. */
function toWidth(text: string): number {
  let width = 0;
  for (const character of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        character,
      )
        ? 2
        : 1;
  return width;
}

/** `portreeve check`: one line a watched port. */
export function toCheckText(snapshot: Snapshot, t: Translate): string {
  if (snapshot.watched.length === 0) return t('command.nothing-watched');
  return snapshot.watched.map((view) => toWatchedLine(view, snapshot, t)).join('\n');
}
