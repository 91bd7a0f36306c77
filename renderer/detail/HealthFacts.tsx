import type { WatchedView } from '../../shared/snapshot.ts';
import { toHealthSentence } from '../words/health-words.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { Part } from './Part.tsx';
import { useFigures } from './use-figures.ts';

/** How a watched service answers its probes: since when, why not, and how fast. */
export function HealthFacts({ view }: { readonly view: WatchedView }) {
  const words = useWords();
  const { t } = words;
  const { watchedPort, health } = view;
  if (watchedPort.probe === undefined || view.verdict.kind !== 'expected') return null;
  return (
    <Part title={t('health.title')}>
      <p>{health === undefined ? t('health.not-yet') : toHealthSentence(health, words)}</p>
      <Figures watchedPortId={watchedPort.id} />
    </Part>
  );
}

function Figures({ watchedPortId }: { readonly watchedPortId: string }) {
  const { t } = useWords();
  const figures = useFigures(watchedPortId);
  if (figures === undefined) return null;
  return (
    <>
      <dl className="figures">
        {([50, 95, 99] as const).map((percent) => (
          <div key={percent}>
            <dt>p{percent}</dt>
            <dd>{t('health.milliseconds', { ms: figures[`p${percent}Ms`] })}</dd>
          </div>
        ))}
      </dl>
      <p className="field-hint">{t('health.of', { count: figures.count })}</p>
    </>
  );
}
