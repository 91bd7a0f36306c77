import type { Standing } from '../../shared/history.ts';
import type { Stretch } from '../../shared/day-strip.ts';
import type { MessageKey } from '../../shared/messages/translator.ts';
import { formatList } from '../words/list.ts';
import { toLength } from '../words/time.ts';
import { toPlainText, type Saying } from '../words/saying.ts';
import { useWords } from '../words/WordsProvider.tsx';
import type { DayStrip } from './use-day-strips.ts';
import './day-strip.css';

const STANDING_KEYS: Readonly<Record<Standing, MessageKey>> = {
  expected: 'strip.expected',
  squatter: 'strip.squatter',
  hidden: 'strip.hidden',
  unwatched: 'strip.unwatched',
};

/** The last 24 hours of a watched port: who held it when, as the history draws it. */
export function DayStripBar({ strip }: { readonly strip: DayStrip }) {
  const { t, locale } = useWords();
  const parts = sayParts(strip).map((saying) => toPlainText(t, saying));
  const label = t('strip.label', { parts: formatList(parts, locale) });
  return (
    <span role="img" className="day-strip" aria-label={label} title={label}>
      {strip.unknown.map((stretch) => (
        <i key={stretch.fromMs} className="strip-unknown" style={toPlace(stretch, strip)} />
      ))}
      {strip.held.map((stretch) => (
        <i
          key={`${stretch.standing} ${stretch.fromMs}`}
          className={`strip-held strip-${stretch.standing}`}
          style={toPlace(stretch, strip)}
        />
      ))}
    </span>
  );
}

/** Time runs as one reads. */
function toPlace(stretch: Stretch, { fromMs, toMs }: Stretch) {
  const toShare = (ms: number): string => `${((100 * ms) / (toMs - fromMs)).toFixed(2)}%`;
  return {
    // What has just begun is seen, too, at the end of the strip.
    insetInlineStart: `min(${toShare(stretch.fromMs - fromMs)}, 100% - 2px)`,
    inlineSize: toShare(stretch.toMs - stretch.fromMs),
  };
}

function sayParts({ held, unknown }: DayStrip): readonly Saying[] {
  const sums = new Map<MessageKey, number>();
  const add = (key: MessageKey, { fromMs, toMs }: Stretch): void => {
    sums.set(key, (sums.get(key) ?? 0) + toMs - fromMs);
  };
  for (const stretch of held) add(STANDING_KEYS[stretch.standing], stretch);
  if (sums.size === 0) sums.set('strip.nobody', 0);
  for (const stretch of unknown) add('strip.unknown', stretch);
  return [...sums].map(([key, ms]) => ({ key, values: { length: toLength(ms) } }));
}
