import type { Listener } from '../../shared/listener.ts';
import { Segmented, TextField } from '../components/Fields.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { ALLOCATION_KINDS } from './allocation-draft.ts';
import type { DraftEditor } from './draft-editor.ts';
import { countFallback } from './port-now.ts';

/** How another port is chosen when this one is taken: the kind, and what that kind must know. */
export function AllocationFields(props: {
  readonly editor: DraftEditor;
  readonly listeners: readonly Listener[];
}) {
  const { t } = useWords();
  const { draft, change, problemOf } = props.editor;
  const { allocationKind: kind } = draft;
  const fallback = countFallback(draft, props.listeners);
  return (
    <>
      <Segmented
        label={t('form.allocation')}
        value={kind}
        onChange={(allocationKind) => change({ allocationKind })}
        options={ALLOCATION_KINDS.map((value) => ({ value, label: t(`form.allocation-${value}`) }))}
      />
      {kind === 'list' && (
        <TextField
          label={t('form.fallback')}
          value={draft.fallbackPorts}
          onChange={(fallbackPorts) => change({ fallbackPorts })}
          problem={problemOf('fallbackPorts')}
          placeholder={t('form.example', { example: '3001, 3002, 3100-3199' })}
          hint={
            fallback === undefined ? t('form.fallback-hint') : t('form.fallback-count', fallback)
          }
        />
      )}
      {(kind === 'range' || kind === 'random') && (
        <TextField
          label={t('form.allocation-range-label')}
          value={draft.allocationRange}
          onChange={(allocationRange) => change({ allocationRange })}
          problem={problemOf('allocationRange')}
          placeholder={t('form.example', { example: '20000-32767' })}
          hint={t(`form.allocation-${kind}-hint`)}
        />
      )}
      {(kind === 'next' || kind === 'system') && (
        <p className="field-hint">{t(`form.allocation-${kind}-hint`)}</p>
      )}
    </>
  );
}
