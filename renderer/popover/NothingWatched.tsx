import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { toRuleText } from '../../shared/messages/rule-text.ts';
import { Button } from '../components/Button.tsx';
import { QuietHarbour } from '../components/QuietHarbour.tsx';
import { Foreign } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { useActs } from './acts.ts';
import type { ListenerRow } from '../lists/listener-rows.ts';
import { suggestWatches } from '../lists/suggest-watches.ts';

/** With nothing watched there is still something to do: the likely ports, one click each. */
export function NothingWatched(props: { readonly rows: readonly ListenerRow[] }) {
  const { t, homeFolder } = useWords();
  const acts = useActs();
  const [problem, setProblem] = useState<string>();
  const suggestions = useMemo(() => suggestWatches(props.rows), [props.rows]);
  return (
    <section className="section">
      <div className="card card-quiet">
        {suggestions.length === 0 && <QuietHarbour />}
        <p className="card-sentence">
          {t(suggestions.length > 0 ? 'nothing-watched.offer' : 'nothing-watched.none')}
        </p>
        {suggestions.length > 0 && (
          <ul className="suggestions">
            {suggestions.map((watchedPort) => (
              <li key={watchedPort.port} className="suggestion">
                <span className="cell-port">{watchedPort.port}</span>
                <span className="one-line">
                  <Foreign text={watchedPort.name} className="what" />{' '}
                  <span className="muted">
                    {toRuleText(watchedPort.expectedOwner, homeFolder, t)}
                  </span>
                </span>
                <Button
                  isSmall
                  aria-label={t('nothing-watched.watch', { port: String(watchedPort.port) })}
                  onPress={() => void acts.saveWatch(watchedPort).then(setProblem)}
                >
                  <Plus size={14} aria-hidden="true" />
                  {t('row.watch-now')}
                </Button>
              </li>
            ))}
          </ul>
        )}
        {problem !== undefined && <p className="field-problem">{problem}</p>}
        {suggestions.length === 0 && (
          <p className="card-acts">
            <Button look="filled" onPress={() => acts.openSettings()}>
              <Plus size={16} aria-hidden="true" />
              {t('watch.a-port')}
            </Button>
          </p>
        )}
        {suggestions.length > 0 && (
          <p className="card-foot">
            <Button look="plain" isSmall onPress={() => acts.openSettings()}>
              {t('nothing-watched.other')}
            </Button>
          </p>
        )}
      </div>
    </section>
  );
}
