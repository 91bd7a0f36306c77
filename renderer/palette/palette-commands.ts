import { parseQuery } from '../lists/parse-query.ts';
import { filterRows } from '../lists/search.ts';
import { GROUPS, SORTS } from '../popover/ListingMenu.tsx';
import { toPlainText } from '../words/saying.ts';
import { toItemCommands } from './item-commands.ts';
import type { PaletteCommand, PaletteContext } from './palette-context.ts';

const PORTS_MAX = 12;
/** As many as the popover offers. */
const STARTS_MAX = 2;

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

/** What can be taken back, or begun again. */
function toSecondThoughts({ t, snapshot, acts }: PaletteContext): readonly PaletteCommand[] {
  const { undoable, startable } = snapshot;
  const starts = startable.slice(0, STARTS_MAX).map((one) => ({
    id: `start-${one.id}`,
    label: toPlainText(t, {
      key: 'palette.start',
      values: { name: one.name, port: String(one.port) },
    }),
    run: () => acts.startAgain(one, 'same-port'),
  }));
  if (undoable === undefined) return starts;
  const { name, from, to } = undoable;
  const values = { name, from: String(from), to: String(to) };
  const label = toPlainText(t, { key: 'palette.undo', values });
  return [{ id: 'undo', label, run: () => acts.undo(undoable) }, ...starts];
}

function toCommands(context: PaletteContext): readonly PaletteCommand[] {
  const { t, snapshot, acts, windowActs, listing, focusSearch } = context;
  const { isPaused, isPinned, density } = snapshot.settings;
  return [
    ...toSecondThoughts(context),
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
