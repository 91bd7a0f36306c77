import { Segmented, TextField } from '../components/Fields.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import type { DraftEditor } from './draft-editor.ts';

/** Who may hold the port: anybody, one program, a command, whatever runs in a folder, or a container. */
export function OwnerRuleFields(props: { readonly editor: DraftEditor }) {
  const { t } = useWords();
  const { draft, change, problemOf } = props.editor;
  return (
    <>
      <Segmented
        label={t('watch.expected-owner')}
        value={draft.ruleKind}
        onChange={(ruleKind) => change({ ruleKind })}
        options={(['anybody', 'executable', 'command', 'project', 'container'] as const).map(
          (value) => ({
            value,
            label: t(`form.rule-${value}`),
          }),
        )}
      />
      {draft.ruleKind === 'executable' && (
        <TextField
          label={t('form.executable')}
          value={draft.executable}
          onChange={(executable) => change({ executable })}
          problem={problemOf('executable')}
          placeholder={t('form.example', { example: 'postgres' })}
          hint={t('form.executable-hint')}
          isMono
        />
      )}
      {draft.ruleKind === 'command' && (
        <TextField
          label={t('form.pattern')}
          value={draft.pattern}
          onChange={(pattern) => change({ pattern })}
          problem={problemOf('pattern')}
          placeholder={t('form.example', { example: 'next dev' })}
          hint={t('form.pattern-hint')}
          isMono
        />
      )}
      {draft.ruleKind === 'project' && (
        <TextField
          label={t('form.folder')}
          value={draft.folder}
          onChange={(folder) => change({ folder })}
          problem={problemOf('folder')}
          placeholder={t('form.example', { example: '~/shop' })}
          hint={t('form.folder-hint')}
          isMono
        />
      )}
      {draft.ruleKind === 'container' && (
        <TextField
          label={t('form.container')}
          value={draft.container}
          onChange={(container) => change({ container })}
          problem={problemOf('container')}
          placeholder={t('form.example', { example: 'shop/web' })}
          hint={t('form.container-hint')}
          isMono
        />
      )}
    </>
  );
}
