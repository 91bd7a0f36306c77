import { useMemo, useRef } from 'react';
import type { Snapshot } from '../../shared/snapshot.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { toWatchedItemId } from './acts.ts';
import { ConflictCard } from './ConflictCard.tsx';
import { ListenerList } from './ListenerList.tsx';
import { ListingMenu } from './ListingMenu.tsx';
import { Notices } from './Notices.tsx';
import { NothingFound } from './NothingFound.tsx';
import { NothingWatched } from './NothingWatched.tsx';
import { Section } from './Section.tsx';
import { useDayStrips } from './use-day-strips.ts';
import type { Cursor } from './use-cursor.ts';
import { LISTENERS_SECTION, WATCHED_SECTION, type ListingState } from './use-listing.ts';
import type { PopoverLists } from './use-popover-lists.ts';
import { WatchedRow } from './WatchedRow.tsx';

/** All that the popover lists, in one scroller: notices, conflicts, watched ports, listeners. */
export function Lists(props: {
  readonly snapshot: Snapshot;
  readonly lists: PopoverLists;
  readonly listing: ListingState;
  readonly cursor: Cursor;
  readonly openId: string | undefined;
  readonly searchText: string;
  readonly onToggle: (id: string) => void;
}) {
  const { t } = useWords();
  const { snapshot, lists, listing, cursor, openId, onToggle } = props;
  const { folded, isSearching } = lists;
  const scroller = useRef<HTMLDivElement>(null);
  const above = useRef<HTMLDivElement>(null);
  const toStrip = useDayStrips(snapshot);

  const tabStops = useMemo(() => {
    const sections = [
      lists.conflicts.map((view) => toWatchedItemId(view.watchedPort.id)),
      lists.others.map((view) => toWatchedItemId(view.watchedPort.id)),
      lists.flat.map((row) => row.id),
    ];
    return sections.map((ids) => ids.find((id) => id === cursor.id) ?? ids[0]);
  }, [lists, cursor.id]);

  const shownIds = useMemo(() => {
    const watched = [...lists.conflicts, ...lists.others];
    const ids = watched.map((view) => toWatchedItemId(view.watchedPort.id));
    const isOpenShown = openId !== undefined && lists.itemIds.includes(openId);
    return new Set(isOpenShown ? [...ids, openId] : ids);
  }, [lists, openId]);

  const toFold = (id: string) =>
    isSearching ? {} : { fold: { isFolded: folded.has(id), onToggle: () => onToggle(id) } };
  const hasListeners = isSearching ? lists.rows.length > 0 : snapshot.listeners.length > 0;
  const isNothingFound = isSearching && lists.itemIds.length === 0;
  return (
    <div
      className="scroller"
      ref={scroller}
      onFocus={(event) => cursor.follow(event.target)}
      onBlur={(event) => cursor.release(event.target)}
    >
      <div className="above" ref={above}>
        <Notices snapshot={snapshot} shownIds={shownIds} />
        {lists.conflicts.length > 0 && (
          <Section title={t('conflicts.title')} count={lists.conflicts.length}>
            <div className="cards">
              {lists.conflicts.map((view) => (
                <ConflictCard
                  key={view.watchedPort.id}
                  view={view}
                  evidence={lists.evidence.get(view.watchedPort.id) ?? []}
                  isTabStop={tabStops[0] === toWatchedItemId(view.watchedPort.id)}
                />
              ))}
            </div>
          </Section>
        )}
        {lists.others.length > 0 && (
          <Section
            title={t('watched.title')}
            count={lists.others.length}
            {...toFold(WATCHED_SECTION)}
          >
            <div role="treegrid" aria-label={t('watched.title')} className="watched-list">
              {lists.others.map((view) => {
                const itemId = toWatchedItemId(view.watchedPort.id);
                return (
                  <WatchedRow
                    key={view.watchedPort.id}
                    view={view}
                    evidence={lists.evidence.get(view.watchedPort.id) ?? []}
                    strip={toStrip?.(view.watchedPort.id)}
                    isTabStop={tabStops[1] === itemId}
                    isOpen={openId === itemId}
                    onToggle={onToggle}
                  />
                );
              })}
            </div>
          </Section>
        )}
        {snapshot.watched.length === 0 && snapshot.watching.kind !== 'starting' && !isSearching && (
          <NothingWatched rows={lists.allRows} />
        )}
        {isNothingFound && <NothingFound searchText={props.searchText} />}
        {hasListeners && (
          <Section
            title={t('listeners.title')}
            count={isSearching ? lists.rows.length : snapshot.listeners.length}
            tool={<ListingMenu listing={listing} />}
            {...toFold(LISTENERS_SECTION)}
          />
        )}
      </div>
      {lists.flat.length > 0 && (
        <ListenerList
          rows={lists.flat}
          scroller={scroller}
          above={above}
          cursorId={cursor.id}
          tabStopId={tabStops[2]}
          openId={openId}
          density={snapshot.settings.density}
          states={lists.states}
          onToggle={onToggle}
        />
      )}
    </div>
  );
}
