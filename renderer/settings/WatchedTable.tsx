import { useMemo } from 'react';
import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components/Table';
import { toShortPath } from '../../shared/messages/short-path.ts';
import type { MessageKey } from '../../shared/messages/translator.ts';
import type { Snapshot, WatchedView } from '../../shared/snapshot.ts';
import type { Verdict } from '../../shared/verdict.ts';
import type { OwnerRule } from '../../shared/watched-port.ts';
import { StateShape } from '../components/StateShape.tsx';
import { toShownState, type ShownState } from '../lists/shown-state.ts';
import { toBaseName } from '../words/folder.ts';
import { Foreign } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';

/** The watched ports with their verdicts; one of them is chosen. */
export function WatchedTable(props: {
  readonly snapshot: Snapshot;
  readonly views: readonly WatchedView[];
  readonly chosenId: string | undefined;
  /** Ports with edits that are not saved yet. */
  readonly editedIds: ReadonlySet<string>;
  readonly onChoose: (id: string) => void;
}) {
  const { t, homeFolder } = useWords();
  const chosen = useMemo(
    () => (props.chosenId === undefined ? [] : [props.chosenId]),
    [props.chosenId],
  );
  // The column is narrow: the rule's own text says enough, the form says which kind it is.
  const toShortRule = (rule: OwnerRule): string => {
    switch (rule.kind) {
      case 'anybody':
        return t('rule.anybody');
      case 'executable':
        return toBaseName(rule.executable);
      case 'command':
        return rule.pattern;
      case 'project':
        return toShortPath(rule.folder, homeFolder);
      case 'container':
        return rule.name;
    }
  };
  return (
    <div className="table-scroller">
      <Table
        className="table"
        aria-label={t('settings.watched-ports')}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={chosen}
        onSelectionChange={(keys) => {
          const [key] = keys === 'all' ? [] : keys;
          if (key !== undefined) props.onChoose(String(key));
        }}
      >
        <TableHeader>
          <Column className="column-state">
            <span className="only-heard">{t('ports.state')}</span>
          </Column>
          <Column isRowHeader className="column-port">
            {t('form.port')}
          </Column>
          <Column isRowHeader className="column-name">
            {t('watch.name')}
          </Column>
          <Column className="column-expected">{t('ports.expected')}</Column>
          <Column className="column-now">{t('ports.now')}</Column>
        </TableHeader>
        <TableBody>
          {props.views.map((view) => {
            const { watchedPort, verdict } = view;
            const state = toShownState(view);
            return (
              <Row key={watchedPort.id} id={watchedPort.id} className="table-row">
                <Cell className="column-state">
                  <StateShape state={state} />
                </Cell>
                <Cell className="column-port">{watchedPort.port}</Cell>
                <Cell className="column-name">
                  <Foreign text={watchedPort.name} />
                  {props.editedIds.has(watchedPort.id) && (
                    <span className="edited" title={t('ports.edited')}>
                      {' •'}
                    </span>
                  )}
                </Cell>
                <Cell className="column-expected">
                  <Foreign text={toShortRule(watchedPort.expectedOwner)} />
                </Cell>
                <Cell className={`column-now now-${state}`}>{t(toNowKey(verdict, state))}</Cell>
              </Row>
            );
          })}
        </TableBody>
      </Table>
    </div>
  );
}

/** A state in one or two words. */
function toNowKey(verdict: Verdict, state: ShownState): MessageKey {
  if (state === 'failing' || state === 'down') return `ports.now-${state}`;
  switch (verdict.kind) {
    case 'conflict':
      return `conflict.${verdict.conflict}`;
    case 'undetermined':
      return verdict.reason === 'owner-hidden' ? 'ports.now-hidden' : 'ports.now-unclear';
    case 'free':
    case 'expected':
    case 'held':
      return `ports.now-${verdict.kind}`;
  }
}
