import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { Label } from 'react-aria-components/Label';
import { CheckRow } from '../components/CheckRow.tsx';
import { PlaceLine } from '../components/PlaceLine.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import type { MentionsFound } from './use-move-plan.ts';
import './mentions.css';

/** Other lines with the old port; none is changed that is not ticked. */
export function MentionList(props: {
  readonly port: number;
  readonly found: MentionsFound;
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
}) {
  const { t } = useWords();
  const { found, port } = props;
  const { mentions, unchangeable, isPartial } = found;
  if (mentions.length + unchangeable === 0 && !isPartial) return null;
  return (
    <section className="mentions">
      {mentions.length > 0 && (
        <CheckboxGroup
          className="mention-group"
          value={[...props.chosen]}
          onChange={props.onChoose}
        >
          <Label className="mentions-title">
            {t('move.mentions', { port: String(port), count: mentions.length })}
          </Label>
          <div className="check-list">
            {mentions.map(({ id, target, line, text }) => (
              <CheckRow key={id} value={id}>
                <PlaceLine file={target.file} line={line} text={text} />
              </CheckRow>
            ))}
          </div>
        </CheckboxGroup>
      )}
      {unchangeable > 0 && (
        <p className="field-hint">{t('move.mentions-by-hand', { count: unchangeable })}</p>
      )}
      {isPartial && <p className="field-hint">{t('move.mentions-partial')}</p>}
    </section>
  );
}
