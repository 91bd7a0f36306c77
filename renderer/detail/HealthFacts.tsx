import type { Health } from '../../shared/health.ts';
import { toProbeFailureSentence } from '../../shared/messages/health-sentences.ts';
import type { WatchedView } from '../../shared/snapshot.ts';
import { formatInstant } from '../words/time.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { Part } from './Part.tsx';
import { useFigures } from './use-figures.ts';

/** How a watched service answers its probes: since when, why not, and how fast. */
export function HealthFacts({ view }: { readonly view: WatchedView }) {
  const { t, locale, nowMs } = useWords();
  const { watchedPort, health } = view;
  const figures = useFigures(watchedPort.id);
  if (watchedPort.probe === undefined || view.verdict.kind !== 'expected') return null;
  const milliseconds = (ms: number): string => t('health.milliseconds', { ms });
  return (
    <Part title={t('health.title')}>
      <p>{health === undefined ? t('health.not-yet') : toSentence(health)}</p>
      {figures !== undefined && (
        <>
          <dl className="figures">
            {([50, 95, 99] as const).map((percent) => (
              <div key={percent}>
                <dt>p{percent}</dt>
                <dd>{milliseconds(figures[`p${percent}Ms`])}</dd>
              </div>
            ))}
          </dl>
          <p className="field-hint">{t('health.of', { count: figures.count })}</p>
        </>
      )}
    </Part>
  );

  function toSentence({ state, since, failure }: Health): string {
    return t(`health.${state}`, {
      since: formatInstant(since, nowMs, { locale }),
      failure: failure === undefined ? '' : toProbeFailureSentence(failure, t),
    });
  }
}
