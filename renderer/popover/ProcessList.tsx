import type { Owner } from '../../shared/listener.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import { toProcessName } from '../../shared/titles.ts';
import { toOwnerId } from '../words/listener-words.ts';
import { toProgram } from '../words/program.ts';
import { Command, Foreign } from '../words/Say.tsx';
import { formatInstant } from '../words/time.ts';
import { useWords } from '../words/WordsProvider.tsx';

/** Processes with all that tells one from another; `below` are named in a line each. */
export function ProcessList(props: {
  readonly owners: readonly Owner[];
  readonly below?: readonly Owner[];
}) {
  const { t } = useWords();
  const { owners, below = [] } = props;
  if (owners.length + below.length === 0) return null;
  return (
    // A list that scrolls can be reached and scrolled with the keyboard.
    <section className="victims" aria-label={t('kill.processes')} tabIndex={0}>
      <ul className="victim-list">
        {owners.map((owner) => (
          <Process key={toOwnerId(owner)} owner={owner} />
        ))}
      </ul>
      {below.length > 0 && (
        <div className="victim">
          <h3 className="below-title">{t('kill.below', { count: below.length })}</h3>
          <ul className="below-list">
            {below.map((owner) => (
              <li key={toOwnerId(owner)} className="below evidence">
                <Foreign text={toProcessName(owner)} className="one-line below-name" />
                <span className="one-line below-command">
                  <Foreign text={owner.command} />
                </span>
                <span className="caption muted">
                  {t('facts.pids', { pids: String(owner.identity.pid) })}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function Process({ owner }: { readonly owner: Owner }) {
  const { t, locale, homeFolder, nowMs } = useWords();
  const { folder } = toProgram(owner);
  const { startedAt } = owner;
  return (
    <li className="victim evidence">
      <span className="victim-name">
        <Foreign text={toProcessName(owner)} className="one-line" />
        <span className="caption muted">
          {t('facts.pids', { pids: String(owner.identity.pid) })}
        </span>
      </span>
      {owner.command !== '' && (
        <span className="command">
          <Command text={owner.command} />
        </span>
      )}
      <span className="evidence-line">
        {folder !== undefined && <Foreign text={toShortPath(folder, homeFolder)} />}
        <Foreign text={owner.user} />
        {startedAt !== undefined && (
          <span>{t('facts.since', { since: formatInstant(startedAt, nowMs, { locale }) })}</span>
        )}
      </span>
    </li>
  );
}
