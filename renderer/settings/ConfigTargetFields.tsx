import { Button } from '../components/Button.tsx';
import { SelectField, TextField } from '../components/Fields.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import type { DraftEditor } from './draft-editor.ts';
import { TestTarget } from './TestTarget.tsx';
import { emptyTarget, guessKind, type TargetDraft } from './target-draft.ts';

const KINDS = ['dotenv', 'json', 'yaml', 'toml', 'ini', 'pattern'] as const;
/** Names that are the same in every language. */
const FORMATS: Readonly<Partial<Record<TargetDraft['kind'], string>>> = {
  dotenv: '.env',
  json: 'JSON',
  yaml: 'YAML',
  toml: 'TOML',
  ini: 'INI',
};
const FILES = {
  dotenv: '~/shop/.env',
  json: '~/shop/package.json',
  yaml: '~/shop/compose.yaml',
  toml: '~/shop/config.toml',
  ini: '~/shop/app.ini',
  pattern: '~/shop/nginx.conf',
} as const;

/** Every place where the number of the port is written. */
export function ConfigTargetFields(props: { readonly editor: DraftEditor }) {
  const { t } = useWords();
  const { draft, change } = props.editor;
  const { targets } = draft;
  return (
    <>
      {[...targets.keys()].map((index) => (
        // A place has no name but its number, and only the last of them are added and removed.
        <OneTarget key={index} editor={props.editor} index={index} />
      ))}
      <div className="target-acts">
        <Button isSmall look="plain" onPress={() => change({ targets: [...targets, emptyTarget] })}>
          {t('form.config-add')}
        </Button>
        {targets.length > 1 && (
          <Button isSmall look="plain" onPress={() => change({ targets: targets.slice(0, -1) })}>
            {t('form.config-remove')}
          </Button>
        )}
      </div>
    </>
  );
}

interface OneProps {
  readonly editor: DraftEditor;
  readonly index: number;
}

function OneTarget({ editor, index }: OneProps) {
  const { t } = useWords();
  const target = editor.draft.targets[index] ?? emptyTarget;
  const change = toChange(editor, index);
  return (
    <>
      <div className="field-pair wide-first">
        <TextField
          label={t('form.config-file')}
          value={target.file}
          onChange={(file) => change({ file, kind: guessKind({ ...target, file }) })}
          problem={editor.targetProblemOf(index, 'file')}
          placeholder={t('form.example', { example: FILES[target.kind] })}
          isMono
        />
        <SelectField
          label={t('form.config-kind')}
          value={target.kind}
          onChange={(kind) => change({ kind })}
          options={KINDS.map((value) => ({
            value,
            label: FORMATS[value] ?? t('form.config-kind-pattern'),
          }))}
        />
      </div>
      <Place editor={editor} index={index} />
      <TestTarget editor={editor} index={index} />
    </>
  );
}

function Place({ editor, index }: OneProps) {
  const { t } = useWords();
  const target = editor.draft.targets[index] ?? emptyTarget;
  const change = toChange(editor, index);
  const key = (
    <TextField
      label={t('form.config-key')}
      value={target.key}
      onChange={(key) => change({ key })}
      problem={editor.targetProblemOf(index, 'key')}
      placeholder={t('form.example', { example: target.kind === 'ini' ? 'http_port' : 'PORT' })}
      isMono
    />
  );
  switch (target.kind) {
    case 'dotenv':
      return key;
    case 'ini':
      return (
        <div className="field-pair">
          <TextField
            label={t('form.config-section')}
            value={target.section}
            onChange={(section) => change({ section })}
            problem={editor.targetProblemOf(index, 'section')}
            placeholder={t('form.config-section-none')}
            isMono
          />
          {key}
        </div>
      );
    case 'json':
    case 'yaml':
    case 'toml':
      return (
        <TextField
          label={t('form.config-path')}
          value={target.path}
          onChange={(path) => change({ path })}
          problem={editor.targetProblemOf(index, 'path')}
          placeholder={t('form.example', {
            example: target.kind === 'yaml' ? 'services.web.ports[0]' : 'server.port',
          })}
          hint={t('form.config-path-hint')}
          isMono
        />
      );
    case 'pattern':
      return (
        <TextField
          label={t('form.config-pattern')}
          value={target.pattern}
          onChange={(pattern) => change({ pattern })}
          problem={editor.targetProblemOf(index, 'pattern')}
          placeholder={t('form.example', { example: 'listen (\\d+);' })}
          hint={t('form.config-pattern-hint')}
          isMono
        />
      );
  }
}

function toChange(editor: DraftEditor, index: number): (part: Partial<TargetDraft>) => void {
  return (part) =>
    editor.change({
      targets: editor.draft.targets.map((one, at) => (at === index ? { ...one, ...part } : one)),
    });
}
