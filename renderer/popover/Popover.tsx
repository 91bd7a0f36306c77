import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { Snapshot } from '../../shared/snapshot.ts';
import { KeyCap } from '../components/KeyCap.tsx';
import { SearchBox } from '../components/SearchBox.tsx';
import { findSubject } from '../detail/subject.ts';
import { useAfterPaint } from '../use-after-paint.ts';
import { useIsWide } from '../use-is-wide.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { ActsContext } from './acts.ts';
import { Footer } from './Footer.tsx';
import { Header } from './Header.tsx';
import { Lists } from './Lists.tsx';
import { useCreateActs } from './use-create-acts.ts';
import { useCursor } from './use-cursor.ts';
import { useListing } from './use-listing.ts';
import { usePopoverKeys } from './use-popover-keys.ts';
import { usePopoverLists } from './use-popover-lists.ts';
import { usePreparedSearch } from './use-prepared-search.ts';
import { useRequestedViews } from './use-requested-views.ts';
import { windowActs } from './window-acts.ts';
import './popover.css';
import './card.css';
import './notices.css';
import './rows.css';

const loadDialogs = () => import('./PopoverDialogs.tsx');
const loadDetail = () => import('../detail/DetailPane.tsx');

/** The window behind the tray: the answer, the conflicts, the watched ports, every listener. */
export function Popover(props: { readonly snapshot: Snapshot }) {
  const { snapshot } = props;
  const { t } = useWords();
  const acts = useCreateActs();
  const { detailId, showDetail } = acts;
  const [searchText, setSearchText] = useState('');
  const [openId, setOpenId] = useState<string>();
  const [glowingId, setGlowingId] = useState<string>();
  const listing = useListing(snapshot.settings.listing);
  // What is typed is seen at once, and what it finds right after.
  const lists = usePopoverLists(
    useDeferredValue(snapshot),
    useDeferredValue(searchText),
    listing,
    openId,
  );
  usePreparedSearch(lists.allRows);
  const cursor = useCursor(lists.itemIds);
  const search = useRef<HTMLInputElement>(null);
  const isWide = useIsWide();
  const dialogs = useAfterPaint(loadDialogs);
  const detail = useAfterPaint(loadDetail);

  const { toggleFold } = listing;
  const toggle = useCallback(
    (id: string) => {
      if (id.startsWith('group:') || id.startsWith('section:')) toggleFold(id);
      else setOpenId((known) => (known === id ? undefined : id));
    },
    [toggleFold],
  );
  const { moveTo } = cursor;
  const closeDetail = useCallback(() => {
    showDetail(undefined);
    if (detailId !== undefined) moveTo(detailId);
  }, [showDetail, detailId, moveTo]);

  usePopoverKeys({
    snapshot,
    lists,
    cursor,
    acts,
    search,
    searchText,
    onSearch: setSearchText,
    openId,
    toggle,
    onOpen: setOpenId,
    closeDetail,
  });
  useRequestedViews({ snapshot, acts, moveTo, setSearchText, setOpenId, setGlowingId });

  const subject = useMemo(
    () => (detailId === undefined ? undefined : findSubject(detailId, lists)),
    [detailId, lists],
  );
  const isDetailShown = subject !== undefined && detail !== undefined;
  const paletteId = detailId ?? cursor.id;
  return (
    <ActsContext value={acts}>
      <div className="popover" data-glowing={glowingId}>
        <div className="popover-body">
          {/* Under the pane nothing can be reached or heard. */}
          <div className="popover-lists" inert={isDetailShown && !isWide}>
            <Header snapshot={snapshot} />
            <SearchBox
              ref={search}
              label={t('search.label')}
              hint={t('search.hint')}
              clearLabel={t('search.clear')}
              text={searchText}
              onChange={setSearchText}
            >
              <KeyCap>/</KeyCap>
            </SearchBox>
            <main className="popover-main">
              <Lists
                snapshot={snapshot}
                lists={lists}
                listing={listing}
                cursor={cursor}
                openId={openId}
                searchText={searchText}
                onToggle={toggle}
              />
            </main>
          </div>
          {isDetailShown && (
            <detail.DetailPane
              key={subject.itemId}
              subject={subject}
              isBeside={isWide}
              onClose={closeDetail}
            />
          )}
        </div>
        <Footer />
        <p className="only-heard" role="status">
          {[...acts.outcomes.values()].map((line) => line.text).join(' ')}
        </p>
      </div>
      {dialogs !== undefined && (
        <dialogs.PopoverDialogs
          snapshot={snapshot}
          palette={{
            snapshot,
            windowActs,
            listing,
            subject: paletteId === undefined ? undefined : findSubject(paletteId, lists),
            allRows: lists.allRows,
            focusSearch: () => search.current?.focus(),
            goTo: (itemId) => {
              setSearchText('');
              setOpenId(itemId);
              moveTo(itemId);
            },
          }}
        />
      )}
    </ActsContext>
  );
}
