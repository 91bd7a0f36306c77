import { X } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { Tag, TagGroup, TagList } from 'react-aria-components/TagGroup';
import { toRuleText } from '../../shared/messages/rule-text.ts';
import { Foreign } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import type { DraftEditor } from './draft-editor.ts';

/** Further owners that were accepted from a conflict; each can be taken back. */
export function AcceptedOwners(props: { readonly editor: DraftEditor }) {
  const { t, homeFolder } = useWords();
  const { draft, change } = props.editor;
  const owners = draft.acceptedOwners.map((rule, index) => ({
    id: String(index),
    text: toRuleText(rule, homeFolder, t),
  }));
  return (
    <TagGroup
      className="field"
      onRemove={(keys) =>
        change({
          acceptedOwners: draft.acceptedOwners.filter((_, index) => !keys.has(String(index))),
        })
      }
    >
      <Label className="field-label">{t('form.accepted')}</Label>
      <TagList className="tags">
        {owners.map(({ id, text }) => (
          <Tag key={id} id={id} textValue={text} className="tag">
            <Foreign text={text} className="one-line" />
            <Button slot="remove" className="tag-remove" aria-label={t('form.unaccept')}>
              <X size={12} aria-hidden="true" />
            </Button>
          </Tag>
        ))}
      </TagList>
    </TagGroup>
  );
}
