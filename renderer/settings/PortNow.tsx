import type { Snapshot } from '../../shared/snapshot.ts';
import type { Verdict } from '../../shared/verdict.ts';
import { StateShape } from '../components/StateShape.tsx';
import { sayHolder } from '../words/listener-words.ts';
import { Say } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import type { Draft } from './draft.ts';
import { findHolders } from './port-now.ts';

/** Who holds the port of the form at this moment, and what the saved rule makes of it. */
export function PortNow(props: {
  readonly draft: Draft;
  readonly snapshot: Snapshot;
  /** Absent while the form differs from what is saved: only main judges. */
  readonly verdict: Verdict | undefined;
}) {
  const { t, homeFolder } = useWords();
  const { draft, snapshot, verdict } = props;
  const holders = findHolders(draft, snapshot.listeners);
  if (holders === undefined || snapshot.watching.kind === 'starting') return null;
  return (
    <div className="port-now" role="status">
      <p>
        {holders.length === 0 ? (
          t('form.now-free')
        ) : (
          <Say
            saying={{ key: 'form.now-held', values: { holder: sayHolder(holders, homeFolder) } }}
            strong={['name']}
          />
        )}
      </p>
      {verdict !== undefined && (
        <p className={`port-now-verdict now-${verdict.kind}`}>
          <StateShape state={verdict.kind} />
          {t(`form.verdict-${verdict.kind}`)}
        </p>
      )}
    </div>
  );
}
