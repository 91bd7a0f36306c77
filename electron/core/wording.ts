import type { Container } from '../../shared/container.ts';
import type { Listener, Owner } from '../../shared/listener.ts';
import { toConflictSentence } from '../../shared/messages/conflict-sentences.ts';
import { toFreeWords } from '../../shared/messages/free-words.ts';
import { toProbeFailureSentence } from '../../shared/messages/health-sentences.ts';
import { toRuleText } from '../../shared/messages/rule-text.ts';
import { toSafeText } from '../../shared/messages/safe-text.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { Snapshot, WatchedView } from '../../shared/snapshot.ts';
import { toTitle } from '../../shared/titles.ts';
import { findEvidence, toOwners } from './state.ts';

/*
 * A snapshot in words, for all that is no window: tray, notifications, terminal and command.
 */

/** The conflicts that a person did not ask to ignore. */
export function toTellableConflicts(snapshot: Snapshot): readonly WatchedView[] {
  return snapshot.watched.filter(
    (view) => view.verdict.kind === 'conflict' && view.mutedUntil === undefined,
  );
}

/** The services that have their ports and do not answer, and that a person did not ask to ignore. */
function toDownServices(snapshot: Snapshot): readonly WatchedView[] {
  return snapshot.watched.filter(
    ({ health, mutedUntil }) => health?.state === 'down' && mutedUntil === undefined,
  );
}

/** The one sentence that answers "is everything all right?". */
export function toSummary(snapshot: Snapshot, t: Translate): string {
  switch (snapshot.watching.kind) {
    case 'starting':
      return t('summary.starting');
    case 'paused':
      return t('summary.paused');
    case 'not-watching':
      return t('summary.not-watching');
    case 'watching':
      break;
  }
  const conflicts = toTellableConflicts(snapshot).length;
  if (conflicts > 0) return t('summary.conflicts', { count: conflicts });
  const down = toDownServices(snapshot).length;
  if (down > 0) return t('summary.down', { count: down });
  if (snapshot.watched.length === 0) return t('summary.nothing-watched');
  const unclear = snapshot.watched.filter(({ verdict }) => verdict.kind === 'undetermined').length;
  return unclear > 0 ? t('summary.undetermined', { count: unclear }) : t('summary.calm');
}

/** Who holds a conflicting port, in the words that help most: `vite in ~/blog (node)`. */
export function toHolderText(
  listeners: readonly Listener[],
  homeFolder: string,
  t: Translate,
): string {
  const container = listeners.find((listener) => listener.container !== undefined)?.container;
  if (container !== undefined) return describeContainer(container, t);
  const owners = toOwners(listeners);
  const first = owners[0];
  if (first === undefined) {
    return t('tray.holder-hidden', { user: toSafeText(listeners[0]?.user ?? '', 40) });
  }
  const holder = describeOwner(first, homeFolder, t);
  return owners.length === 1
    ? holder
    : t('tray.holder-and-more', { holder, count: owners.length - 1 });
}

/** `container shop-web-1 (nginx:1.27)`. */
export function describeContainer({ name, image }: Container, t: Translate): string {
  return t('title.container', { name: toSafeText(name, 60), image: toSafeText(image, 60) });
}

/** `vite in ~/shop (node)`, `PostgreSQL 15 main (postgres)`, `node (~/blog)`. */
export function describeOwner(owner: Owner, homeFolder: string, t: Translate): string {
  const { text, name, kind } = toTitle(owner);
  const path = toFolderText(owner, homeFolder, t);
  const isPlaced = path !== undefined && path !== '/' && kind !== 'service';
  const folder = isPlaced ? toSafeText(path) : '';
  if (kind === 'program') return isPlaced ? t('tray.holder-in', { name, folder }) : name;
  const title = isPlaced ? t('title.in-folder', { title: text, folder }) : text;
  // `nginx (nginx)` and `node server.js (node)` would say the same thing twice.
  const isNamed = text.toLowerCase().split(' ').includes(name.toLowerCase());
  return isNamed ? title : t('title.named', { title, name });
}

/** `~/shop`: the project or the working folder; one that is deleted is told as such. */
export function toFolderText(owner: Owner, homeFolder: string, t: Translate): string | undefined {
  if (owner.deletedCwd !== undefined) {
    return t('title.deleted-folder', { folder: toShortPath(owner.deletedCwd, homeFolder) });
  }
  const folder = owner.project ?? owner.cwd;
  return folder === undefined ? undefined : toShortPath(folder, homeFolder);
}

/** A verdict in a few words, with the reason where the service cannot have its port. */
export function toVerdictText(view: WatchedView, snapshot: Snapshot, t: Translate): string {
  const { verdict, watchedPort } = view;
  switch (verdict.kind) {
    case 'free': {
      const { key, values } = toFreeWords(verdict);
      return t(key, values);
    }
    case 'expected':
      return toHealthText(view, t) ?? t('verdict.expected');
    case 'held':
      return t('verdict.held');
    case 'undetermined': {
      const user = findEvidence(snapshot, verdict)[0]?.user ?? '';
      return t(`undetermined.${verdict.reason}`, { user: toSafeText(user) });
    }
    case 'conflict':
      return toConflictSentence(
        verdict,
        {
          name: toSafeText(watchedPort.name),
          holder: toHolderText(findEvidence(snapshot, verdict), snapshot.homeFolder, t),
          expected: toSafeText(toRuleText(watchedPort.expectedOwner, snapshot.homeFolder, t)),
        },
        t,
      );
  }
}

/** What is wrong with the health of a service that has its port. */
function toHealthText({ health }: WatchedView, t: Translate): string | undefined {
  if (health?.failure === undefined || health.state === 'healthy') return undefined;
  const failure = toProbeFailureSentence(health.failure, t);
  return t(`health.sentence-${health.state}`, { failure });
}
