import { useWords } from '../words/WordsProvider.tsx';

const standings = ['expected', 'squatter', 'unwatched', 'hidden'] as const;

/** What the looks of the bars mean; the table says it in words, so it is not read aloud. */
export function Legend() {
  const { t } = useWords();
  return (
    <div className="legend" aria-hidden="true">
      {standings.map((standing) => (
        <span key={standing} className="legend-item">
          <span className={`legend-bar legend-${standing}`} />
          {t(`history.standing.${standing}`)}
        </span>
      ))}
    </div>
  );
}
