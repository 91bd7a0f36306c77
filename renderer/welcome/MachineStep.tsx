import type { Snapshot } from '../../shared/snapshot.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import { QuietHarbour } from '../components/QuietHarbour.tsx';
import type { ListenerRow } from '../lists/listener-rows.ts';
import { Foreign } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { toMachineGroups, type MachineGroup } from './machine-groups.ts';
import { StepTitle } from './StepTitle.tsx';

const ROWS_MAX = 3;

/** What is on this machine now. */
export function MachineStep({ snapshot }: { readonly snapshot: Snapshot }) {
  const { t } = useWords();
  const { watching, listeners } = snapshot;
  if (watching.kind === 'starting') return <StepTitle text={t('welcome.reading')} />;
  if (watching.kind === 'not-watching') return <StepTitle text={t('scan-failure.next')} />;
  const groups = toMachineGroups(listeners);
  const count = new Set(listeners.map(({ protocol, port }) => `${protocol} ${port}`)).size;
  return (
    <>
      <StepTitle text={t('welcome.machine-title', { count })} />
      <p className="muted">{t('welcome.machine-hint')}</p>
      {groups.length === 0 && <QuietHarbour />}
      {groups.map((group) => (
        <Group key={group.id} group={group} />
      ))}
    </>
  );
}

function Group({ group: { id, rows } }: { readonly group: MachineGroup }) {
  const { t } = useWords();
  const shown = rows.slice(0, ROWS_MAX);
  return (
    <section className="welcome-group" aria-labelledby={`group-${id}`}>
      <h2 id={`group-${id}`} className="welcome-group-title">
        {t(`welcome.group-${id}`)} <span className="muted">{rows.length}</span>
      </h2>
      {id === 'hidden' ? (
        <p className="muted">{t('welcome.group-hidden-hint')}</p>
      ) : (
        <ul className="welcome-rows">
          {shown.map((row) => (
            <Row key={row.id} row={row} />
          ))}
          {rows.length > shown.length && (
            <li className="muted welcome-more">
              {t('welcome.group-more', { count: rows.length - shown.length })}
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

function Row({ row: { port, program, container } }: { readonly row: ListenerRow }) {
  const { homeFolder } = useWords();
  const name = container?.name ?? program?.tool ?? program?.name ?? '';
  const beside = container?.image ?? program?.folder;
  return (
    <li className="welcome-row">
      <span className="cell-port">{port}</span>
      <span className="one-line">
        <Foreign text={name} />{' '}
        {beside !== undefined && (
          <Foreign text={toShortPath(beside, homeFolder)} className="muted" />
        )}
      </span>
    </li>
  );
}
