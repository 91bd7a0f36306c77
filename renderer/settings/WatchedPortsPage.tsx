import { Plus } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { handleViewRequests } from '../view-requests.ts';
import { Button } from '../components/Button.tsx';
import { toListenerRows } from '../lists/listener-rows.ts';
import { suggestWatches } from '../lists/suggest-watches.ts';
import { Foreign } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { emptyDraft, isSameDraft, toDraft, type Draft } from './draft.ts';
import { followSaved, type Edit } from './follow-saved.ts';
import { ImportButton } from './ImportButton.tsx';
import { WatchedForm } from './WatchedForm.tsx';
import { WatchedTable } from './WatchedTable.tsx';

/** All watched ports beside the form of the chosen one; unsaved edits survive a change of row. */
export function WatchedPortsPage(props: { readonly snapshot: Snapshot }) {
  const { t, homeFolder } = useWords();
  const { watched } = props.snapshot;
  const [edits, setEdits] = useState<ReadonlyMap<string, Edit>>(new Map());
  const [newId, setNewId] = useState<string>();
  const [chosenId, setChosenId] = useState<string>();
  const sorted = useMemo(
    () => [...watched].sort((a, b) => a.watchedPort.port - b.watchedPort.port),
    [watched],
  );

  // The tray and the popover ask for one port; the window may be open at another.
  useEffect(
    () =>
      handleViewRequests((request) => {
        if (request.kind === 'watched-port') setChosenId(request.watchedPortId);
      }),
    [],
  );

  const ids = sorted.map(({ watchedPort }) => watchedPort.id);
  const isChosenKnown = chosenId !== undefined && (ids.includes(chosenId) || chosenId === newId);
  const currentId = isChosenKnown ? chosenId : ids[0];
  const saved = sorted.find(({ watchedPort }) => watchedPort.id === currentId)?.watchedPort;
  const base = saved === undefined ? emptyDraft : toDraft(saved, homeFolder);

  /** The form as it stands now: the saved entry may have changed since the edit began. */
  const toCurrent = (id: string, over: WatchedPort | undefined): Draft | undefined => {
    const known = edits.get(id);
    if (known === undefined || over === undefined) return known?.draft;
    return followSaved(known, toDraft(over, homeFolder));
  };
  const editedIds = new Set(
    sorted.flatMap(({ watchedPort }) => {
      const draft = toCurrent(watchedPort.id, watchedPort);
      const isEdited = draft !== undefined && !isSameDraft(draft, toDraft(watchedPort, homeFolder));
      return isEdited ? watchedPort.id : [];
    }),
  );
  const edit = (id: string, draft: Draft | undefined) => {
    setEdits((known) => {
      const next = new Map(known);
      if (draft === undefined || (saved !== undefined && isSameDraft(draft, base))) next.delete(id);
      else next.set(id, { draft, base });
      return next;
    });
  };
  /** Opens the form of a new port; one that was begun before is gone on with. */
  const start = (draft?: Draft) => {
    const id = newId ?? crypto.randomUUID();
    setNewId(id);
    setChosenId(id);
    if (draft !== undefined) {
      setEdits((known) => new Map(known).set(id, { draft, base: emptyDraft }));
    }
  };
  const leave = (id: string) => {
    edit(id, undefined);
    if (id === newId) setNewId(undefined);
  };

  return (
    <>
      <section className="ports">
        <header className="ports-head">
          <h2 className="page-title">{t('settings.watched-ports')}</h2>
          <div className="ports-acts">
            <ImportButton />
            <Button look="filled" onPress={() => start()}>
              <Plus size={16} aria-hidden="true" />
              {t('watch.a-port')}
            </Button>
          </div>
        </header>
        {sorted.length > 0 && (
          <WatchedTable
            snapshot={props.snapshot}
            views={sorted}
            chosenId={currentId}
            editedIds={editedIds}
            onChoose={setChosenId}
          />
        )}
        {sorted.length === 0 && (
          <Suggestions
            snapshot={props.snapshot}
            onTake={(suggested) => start(toDraft(suggested, homeFolder))}
          />
        )}
      </section>
      {currentId !== undefined && (
        <WatchedForm
          key={currentId}
          id={currentId}
          saved={saved}
          draft={toCurrent(currentId, saved) ?? base}
          snapshot={props.snapshot}
          onEdit={(draft) => edit(currentId, draft)}
          onLeave={() => leave(currentId)}
        />
      )}
    </>
  );
}

function Suggestions(props: {
  readonly snapshot: Snapshot;
  readonly onTake: (watchedPort: WatchedPort) => void;
}) {
  const { t } = useWords();
  const { listeners } = props.snapshot;
  const suggestions = useMemo(() => suggestWatches(toListenerRows(listeners)), [listeners]);
  return (
    <div className="empty-page">
      <p className="muted">{t(suggestions.length > 0 ? 'ports.offer' : 'ports.none')}</p>
      <div className="empty-acts">
        {suggestions.map((suggested) => (
          <Button key={suggested.port} onPress={() => props.onTake(suggested)}>
            {suggested.port} <Foreign text={suggested.name} className="one-line muted" />
          </Button>
        ))}
      </div>
    </div>
  );
}
