import { useCallback, useMemo, useRef, useState } from 'react';
import type { Snapshot } from '../../shared/snapshot.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { ActsContext, toWatchedItemId } from './acts.ts';
import { ConflictCard } from './ConflictCard.tsx';
import { Footer } from './Footer.tsx';
import { Header } from './Header.tsx';
import { KillDialog } from './KillDialog.tsx';
import { ListenerList } from './ListenerList.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { Notices } from './Notices.tsx';
import { NothingWatched } from './NothingWatched.tsx';
import { SearchBox } from './SearchBox.tsx';
import { Section } from './Section.tsx';
import { useCreateActs } from './use-create-acts.ts';
import { useCursor } from './use-cursor.ts';
import { usePopoverKeys } from './use-popover-keys.ts';
import { usePopoverLists } from './use-popover-lists.ts';
import { useRequestedViews } from './use-requested-views.ts';
import { WatchDialog } from './WatchDialog.tsx';
import { WatchedRow } from './WatchedRow.tsx';
import './popover.css';
import './card.css';
import './notices.css';
import './rows.css';

/** The window behind the tray: the answer, the conflicts, the watched ports, every listener. */
export function Popover(props: { readonly snapshot: Snapshot }) {
  const { snapshot } = props;
  const { t } = useWords();
  const acts = useCreateActs();
  const [searchText, setSearchText] = useState('');
  const [foldedIds, setFoldedIds] = useState<ReadonlySet<string>>(new Set());
  const [openId, setOpenId] = useState<string>();
  const [glowingId, setGlowingId] = useState<string>();
  const lists = usePopoverLists(snapshot, searchText, foldedIds, openId);
  const cursor = useCursor(lists.itemIds);
  const search = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const above = useRef<HTMLDivElement>(null);

  const toggle = useCallback((id: string) => {
    if (id.startsWith('group:')) {
      setFoldedIds((known) => {
        const next = new Set(known);
        if (!next.delete(id)) next.add(id);
        return next;
      });
    } else {
      setOpenId((known) => (known === id ? undefined : id));
    }
  }, []);

  usePopoverKeys({
    lists,
    cursor,
    acts,
    search,
    searchText,
    onSearch: setSearchText,
    openId,
    foldedIds,
    toggle,
    onOpen: setOpenId,
  });
  useRequestedViews({
    snapshot,
    acts,
    moveTo: cursor.moveTo,
    setSearchText,
    setOpenId,
    setGlowingId,
  });

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

  const isNothingFound = lists.isSearching && lists.itemIds.length === 0;
  return (
    <ActsContext value={acts}>
      <div className="popover" data-glowing={glowingId}>
        <Header snapshot={snapshot} />
        <SearchBox ref={search} text={searchText} onChange={setSearchText} />
        <main className="popover-main">
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
                <Section title={t('watched.title')} count={lists.others.length}>
                  <div role="treegrid" aria-label={t('watched.title')} className="watched-list">
                    {lists.others.map((view) => {
                      const itemId = toWatchedItemId(view.watchedPort.id);
                      return (
                        <WatchedRow
                          key={view.watchedPort.id}
                          view={view}
                          evidence={lists.evidence.get(view.watchedPort.id) ?? []}
                          isTabStop={tabStops[1] === itemId}
                          isOpen={openId === itemId}
                          onToggle={toggle}
                        />
                      );
                    })}
                  </div>
                </Section>
              )}
              {snapshot.watched.length === 0 &&
                snapshot.watching.kind !== 'starting' &&
                !lists.isSearching && <NothingWatched rows={lists.allRows} />}
              {isNothingFound && (
                <p className="nothing-found">{t('search.nothing', { text: searchText })}</p>
              )}
              {lists.flat.length > 0 && (
                <Section
                  title={t('listeners.title')}
                  count={lists.isSearching ? lists.rows.length : snapshot.listeners.length}
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
                states={lists.states}
                onToggle={toggle}
              />
            )}
          </div>
        </main>
        <Footer />
        <p className="only-heard" role="status">
          {[...acts.outcomes.values()].map((line) => line.text).join(' ')}
        </p>
      </div>
      {acts.dialog?.kind === 'kill' && (
        <KillDialog
          key={acts.dialog.token}
          dialog={acts.dialog}
          isForceNext={snapshot.settings.forceAfterGrace}
        />
      )}
      {acts.dialog?.kind === 'move' && <MoveDialog dialog={acts.dialog} />}
      {acts.dialog?.kind === 'watch' && <WatchDialog row={acts.dialog.row} />}
    </ActsContext>
  );
}
