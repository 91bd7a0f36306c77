import { Check } from 'lucide-react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { Label } from 'react-aria-components/Label';
import { toShortPath } from '../../shared/messages/sentences.ts';
import type { Mention } from '../../shared/project.ts';
import { Foreign } from '../words/Say.tsx';
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
          <div className="mention-list">
            {mentions.map((mention) => (
              <MentionRow key={mention.id} mention={mention} />
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

function MentionRow({ mention }: { readonly mention: Mention }) {
  const { t, homeFolder } = useWords();
  const file = toShortPath(mention.target.file, homeFolder);
  return (
    <Checkbox value={mention.id} className="mention">
      <span className="tick" aria-hidden="true">
        <Check size={12} strokeWidth={3} />
      </span>
      <span className="mention-text">
        <Foreign
          text={t('move.file-line', { file, line: String(mention.line) })}
          className="one-line mention-file"
        />
        <Foreign text={mention.text} className="mention-line" />
      </span>
    </Checkbox>
  );
}
