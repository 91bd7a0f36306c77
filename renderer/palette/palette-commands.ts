import type { Translate } from '../../shared/messages/translator.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Subject } from '../detail/subject.ts';
import { toSquatting, toVictims } from '../lists/evidence.ts';
import { toListenerLinks } from '../lists/listener-links.ts';
import type { ListenerRow } from '../lists/listener-rows.ts';
import { parseQuery } from '../lists/parse-query.ts';
import { filterRows } from '../lists/search.ts';
import { toKillTarget, type Acts } from '../popover/acts.ts';
import { GROUPS, SORTS } from '../popover/ListingMenu.tsx';
import type { ListingState } from '../popover/use-listing.ts';
import type { WindowActs } from '../popover/window-acts.ts';
import { toPlainText } from '../words/saying.ts';

const PORTS_MAX = 12;

export interface PaletteContext {
  readonly t: Translate;
  readonly snapshot: Snapshot;
  readonly acts: Acts;
  readonly windowActs: WindowActs;
  readonly listing: ListingState;
  /** The item under the cursor or in the pane. */
  readonly subject: Subject | undefined;
  readonly allRows: readonly ListenerRow[];
  readonly focusSearch: () => void;
  readonly goTo: (itemId: string) => void;
}

export interface PaletteCommand {
  readonly id: string;
  readonly label: string;
  /** The key that does the same without the palette. */
  readonly cap?: string;
  readonly run: () => void;
}

export interface PaletteSection {
  readonly id: string;
  readonly title: string;
  readonly commands: readonly PaletteCommand[];
}

/** What can be done now, filtered by what was typed; then the ports that it finds. */
export function findPaletteSections(
  text: string,
  context: PaletteContext,
): readonly PaletteSection[] {
  const { t, subject } = context;
  const words = text.toLowerCase().split(/\s+/);
  const isMeant = ({ label }: PaletteCommand): boolean =>
    words.every((word) => label.toLowerCase().includes(word));
  const forItem = subject === undefined ? [] : toItemCommands(subject, context);
  return [
    {
      id: 'item',
      title: t('palette.item', { port: String(subject?.port ?? '') }),
      commands: forItem.filter(isMeant),
    },
    { id: 'ports', title: t('palette.ports'), commands: toPortCommands(text, context) },
    { id: 'all', title: t('palette.all'), commands: toCommands(context).filter(isMeant) },
  ].filter(({ commands }) => commands.length > 0);
}

function toItemCommands(subject: Subject, { t, acts }: PaletteContext): readonly PaletteCommand[] {
  const { itemId, port, view, row, listeners } = subject;
  const protocol = listeners[0]?.protocol ?? view?.watchedPort.protocol ?? 'tcp';
  const { listenerKey, url, folder, command } = toListenerLinks(port, protocol, listeners);
  const victims = toVictims(view === undefined ? listeners : toSquatting(view, listeners));
  const commands: (PaletteCommand | false)[] = [
    { id: 'why', label: t('act.why'), cap: 'Y', run: () => acts.showDetail(itemId) },
    ...victims.map((victim, index) => ({
      id: `kill-${victim.listenerKey}`,
      label: toPlainText(t, victim.saying),
      ...(index === 0 && { cap: 'K' }),
      run: () => acts.planKill(toKillTarget(victim, itemId, port)),
    })),
    view !== undefined && {
      id: 'move',
      label: t('palette.move', { name: view.watchedPort.name }),
      cap: 'M',
      run: () => acts.planMove(view.watchedPort),
    },
    view === undefined &&
      row !== undefined && {
        id: 'watch',
        label: t('nothing-watched.watch', { port: String(port) }),
        cap: 'W',
        run: () => acts.askWatch(row),
      },
    url !== undefined &&
      listenerKey !== undefined && {
        id: 'open-page',
        label: t('link.open-page'),
        cap: 'O',
        run: () => acts.openPage(itemId, listenerKey),
      },
    url !== undefined && {
      id: 'copy-url',
      label: t('link.copy-url'),
      cap: 'C',
      run: () => acts.copyFor(itemId, url),
    },
    folder !== undefined &&
      listenerKey !== undefined && {
        id: 'open-folder',
        label: t('link.open-folder'),
        run: () => acts.openFolder(itemId, listenerKey),
      },
    {
      id: 'copy-as-command',
      label: t('link.copy-as-command'),
      run: () => acts.copyFor(itemId, command),
    },
  ];
  return commands.filter((one) => one !== false);
}

function toPortCommands(
  text: string,
  { allRows, goTo, t }: PaletteContext,
): readonly PaletteCommand[] {
  const query = parseQuery(text);
  if (query === undefined) return [];
  return filterRows(allRows, query)
    .slice(0, PORTS_MAX)
    .map(({ id, port, container, program, listeners }) => {
      const [{ user }] = listeners;
      const known = container?.name ?? program?.tool ?? program?.name;
      const name = known ?? toPlainText(t, { key: 'holder.hidden', values: { user } });
      const saying = { key: 'palette.port', values: { port: String(port), name } } as const;
      return { id, label: toPlainText(t, saying), run: () => goTo(id) };
    });
}

function toCommands(context: PaletteContext): readonly PaletteCommand[] {
  const { t, snapshot, acts, windowActs, listing, focusSearch } = context;
  const { isPaused, isPinned, density } = snapshot.settings;
  return [
    { id: 'search', label: t('palette.search'), cap: '/', run: focusSearch },
    {
      id: 'pause',
      label: t(isPaused ? 'popover.resume' : 'popover.pause'),
      run: () => windowActs.setPaused(!isPaused),
    },
    {
      id: 'pin',
      label: t(isPinned ? 'popover.unpin' : 'popover.pin'),
      run: () => windowActs.setPinned(!isPinned),
    },
    { id: 'history', label: t('popover.history'), run: windowActs.openHistory },
    { id: 'settings', label: t('card.open-settings'), run: () => acts.openSettings() },
    { id: 'shortcuts', label: t('shortcuts.title'), cap: '?', run: acts.openShortcuts },
    {
      id: 'density',
      label: t(density === 'compact' ? 'palette.comfortable' : 'palette.compact'),
      run: () => windowActs.setDensity(density === 'compact' ? 'comfortable' : 'compact'),
    },
    ...SORTS.filter((sortBy) => sortBy !== listing.sortBy).map((sortBy) => ({
      id: `sort-${sortBy}`,
      label: t('palette.sort', { by: t(`listing.sort-${sortBy}`) }),
      run: () => listing.change({ sortBy }),
    })),
    ...GROUPS.filter((groupBy) => groupBy !== listing.groupBy).map((groupBy) => ({
      id: `group-${groupBy}`,
      label: t('palette.group', { by: t(`listing.group-${groupBy}`) }),
      run: () => listing.change({ groupBy }),
    })),
  ];
}
