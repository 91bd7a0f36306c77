import { ChevronDown } from 'lucide-react';
import { memo } from 'react';
import { toComposeName } from '../../shared/container-name.ts';
import type { Container } from '../../shared/container.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import { Button } from '../components/Button.tsx';
import { ScopeMark } from '../components/ScopeMark.tsx';
import { StateShape } from '../components/StateShape.tsx';
import { toBaseName } from '../words/folder.ts';
import { toSince } from '../words/listener-words.ts';
import { Command, Foreign, Say } from '../words/Say.tsx';
import { toFolderWords } from '../words/folder-words.ts';
import { hasRawName } from '../words/program.ts';
import { formatInstant, toAge } from '../words/time.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { useActs } from './acts.ts';
import { toVictims } from '../lists/evidence.ts';
import { ContainerFacts } from './ContainerFacts.tsx';
import { EvidenceLine } from './EvidenceLine.tsx';
import type { GroupHead, ListenerGroup } from '../lists/listener-groups.ts';
import type { ListenerRow } from '../lists/listener-rows.ts';
import type { ShownState } from '../lists/shown-state.ts';
import { Outcome } from './Outcome.tsx';
import { VictimButtons } from './VictimButtons.tsx';
import { WhyButton } from './WhyButton.tsx';

/** The heading of a group, which folds and unfolds its rows. */
export const GroupRow = memo(function GroupRow(props: {
  readonly group: ListenerGroup;
  readonly isFolded: boolean;
}) {
  const { head, rows } = props.group;
  return (
    <span role="gridcell" aria-colspan={5} className="group-head one-line">
      <ChevronDown
        size={14}
        className={props.isFolded ? 'chevron folded' : 'chevron'}
        aria-hidden="true"
      />
      <GroupName head={head} />
      {props.isFolded && <span className="group-count">{rows.length}</span>}
    </span>
  );
});

function GroupName({ head }: { readonly head: GroupHead }) {
  const { t, homeFolder } = useWords();
  switch (head.kind) {
    case 'project':
      return (
        <>
          <Foreign text={toBaseName(head.folder)} className="group-name" />{' '}
          <Foreign text={toShortPath(head.folder, homeFolder)} className="muted one-line" />
        </>
      );
    case 'process': {
      const { container, program, owners } = head.row;
      const pids = owners.map(({ identity }) => identity.pid).join(', ');
      return (
        <>
          <Foreign
            text={container?.name ?? program?.tool ?? program?.name ?? ''}
            className="group-name"
          />{' '}
          <span className="muted one-line">
            {container === undefined ? (
              t('facts.pids', { pids })
            ) : (
              <Foreign text={container.image} />
            )}
          </span>
        </>
      );
    }
    case 'others':
      return <span className="group-name">{t('listeners.no-project')}</span>;
    case 'none':
      return null;
  }
}

/** One listener in one line: port, what it is, whom it lets in, since when. */
export const ListenerCells = memo(function ListenerCells(props: {
  readonly row: ListenerRow;
  readonly state: ShownState | undefined;
}) {
  const { t, locale, nowMs } = useWords();
  const { row, state } = props;
  const [listener] = row.listeners;
  const since = toSince(row.owners);
  return (
    <>
      <span role="gridcell" className="cell-state">
        {state !== undefined && (
          <>
            <StateShape state={state} />
            <span className="only-heard">{t(`verdict.${state}`)}</span>
          </>
        )}
      </span>
      <span role="gridcell" className="cell-port">
        {row.port}
      </span>
      <span role="gridcell" className="cell-what one-line">
        <What row={row} />
        {state === 'held' && <span className="muted"> {t('verdict.held')}</span>}
        {listener.protocol === 'udp' && <span className="chip">UDP</span>}
      </span>
      <span role="gridcell" className="cell-scope">
        <ScopeMark scope={listener.scope} />
      </span>
      <span
        role="gridcell"
        className="cell-age muted"
        title={since === undefined ? undefined : formatInstant(since, nowMs, { locale })}
      >
        {since !== undefined && <Say saying={toAge(since, nowMs)} />}
      </span>
    </>
  );
});

function What({ row }: { readonly row: ListenerRow }) {
  const words = useWords();
  const { container, program, owners } = row;
  if (container !== undefined) return <ContainerWhat container={container} />;
  if (program === undefined) {
    return (
      <span className="muted">
        <Say saying={{ key: 'holder.hidden', values: { user: row.listeners[0].user } }} />
      </span>
    );
  }
  // Inside a project's group the folder is said by the heading.
  const [owner] = owners;
  const isLoose = owner !== undefined && owner.project === undefined;
  const folder = isLoose ? toFolderWords(owner, words) : undefined;
  const rawName = hasRawName(program) ? program.name : undefined;
  return (
    <>
      <Foreign text={program.tool ?? program.name} className="what" />{' '}
      <span className="muted">
        {rawName !== undefined && <Foreign text={rawName} />}
        {owners.length > 1 && ` ×${owners.length}`}
        {folder !== undefined && (
          <>
            {rawName !== undefined && ' · '}
            <Foreign text={folder} />
          </>
        )}
      </span>
    </>
  );
}

function ContainerWhat({ container }: { readonly container: Container }) {
  const service = toComposeName(container);
  return (
    <>
      <Foreign text={container.name} className="what" />{' '}
      <span className="muted">
        <Foreign text={container.image} />
        {service !== undefined && (
          <>
            {' · '}
            <Foreign text={service} />
          </>
        )}
      </span>
    </>
  );
}

/** What an opened row shows: its evidence and what can be done. */
export const ListenerDetails = memo(function ListenerDetails(props: {
  readonly row: ListenerRow;
  readonly state: ShownState | undefined;
}) {
  const { t } = useWords();
  const acts = useActs();
  const { row, state } = props;
  const [owner] = row.owners;
  return (
    <div role="gridcell" aria-colspan={5} className="details">
      {row.container !== undefined && <ContainerFacts container={row.container} />}
      {row.container === undefined && owner === undefined && (
        <p>{t('kill-refusal.hidden-owner', { user: row.listeners[0].user })}</p>
      )}
      {row.container === undefined && owner !== undefined && (
        <p className="evidence command">
          <Command text={owner.command === '' ? owner.name : owner.command} />
        </p>
      )}
      <EvidenceLine
        port={row.port}
        listeners={row.listeners}
        hasContainerFacts={row.container !== undefined}
      />
      <div className="details-acts">
        {state !== undefined ? (
          <Button look="plain" isSmall onPress={() => acts.openSettings()}>
            {t('card.edit')}
          </Button>
        ) : (
          <Button isSmall onPress={() => acts.askWatch(row)}>
            {t('row.watch')}
          </Button>
        )}
        <VictimButtons
          victims={state === 'held' ? [] : toVictims(row.listeners)}
          subjectId={row.id}
          port={row.port}
          isSmall
        />
        <WhyButton itemId={row.id} isSmall />
      </div>
      <Outcome subjectId={row.id} />
    </div>
  );
});
