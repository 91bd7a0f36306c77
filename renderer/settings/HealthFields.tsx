import { useState } from 'react';
import { ON_DOWN } from '../../shared/health.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { Segmented, TextField } from '../components/Fields.tsx';
import { Fold } from '../components/Fold.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import type { DraftEditor } from './draft-editor.ts';
import { PROBE_FIELDS, PROBE_KINDS } from './probe-draft.ts';
import { ProbeTestButton } from './ProbeTestButton.tsx';

const PROTOCOLS = { tcp: 'TCP', http: 'HTTP' } as const;

interface Props {
  readonly editor: DraftEditor;
  /** What the form says now; undefined while something in it is wrong. */
  readonly watchedPort: WatchedPort | undefined;
}

/** Whether and how the service is asked if it does its work; folded, since most never need it. */
export function HealthFields({ editor, watchedPort }: Props) {
  const { t } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  const { draft, problemOf } = editor;
  const isWrong = PROBE_FIELDS.some((field) => problemOf(field) !== undefined);
  const summary = draft.probeKind === 'off' ? t('form.probe-off') : PROTOCOLS[draft.probeKind];
  return (
    <Fold
      title={t('health.title')}
      summary={summary}
      // What is wrong is never hidden, or nobody would know why the form is not saved.
      isOpen={isOpen || isWrong}
      onToggle={setIsOpen}
    >
      {draft.protocol === 'udp' ? (
        <p className="field-hint">{t('form.probe-udp')}</p>
      ) : (
        <ProbeFields editor={editor} watchedPort={watchedPort} />
      )}
    </Fold>
  );
}

function ProbeFields({ editor, watchedPort }: Props) {
  const { t } = useWords();
  const { draft, change, problemOf } = editor;
  const { probeKind, probeOnDown } = draft;
  return (
    <>
      <Segmented
        label={t('form.probe')}
        value={probeKind}
        onChange={(kind) => change({ probeKind: kind })}
        options={PROBE_KINDS.map((value) => ({
          value,
          label: value === 'off' ? t('form.probe-off') : PROTOCOLS[value],
        }))}
      />
      <p className="field-hint">{t(`form.probe-${probeKind}-hint`)}</p>
      {probeKind === 'http' && <HttpFields editor={editor} />}
      {probeKind !== 'off' && (
        <>
          <div className="field-pair">
            <NumberField editor={editor} field="probeInterval" label={t('form.probe-interval')} />
            <NumberField editor={editor} field="probeTimeout" label={t('form.probe-timeout')} />
          </div>
          <div className="field-pair">
            <NumberField editor={editor} field="probeFailures" label={t('form.probe-failures')} />
            <NumberField editor={editor} field="probeAnswers" label={t('form.probe-answers')} />
          </div>
          <Segmented
            label={t('form.probe-on-down')}
            value={probeOnDown}
            onChange={(onDown) => change({ probeOnDown: onDown })}
            options={ON_DOWN.map((value) => ({ value, label: t(`form.probe-on-down-${value}`) }))}
          />
          {problemOf('probeOnDown') === undefined ? (
            <p className="field-hint">{t(`form.probe-on-down-${probeOnDown}-hint`)}</p>
          ) : (
            <p className="field-problem" role="status">
              {problemOf('probeOnDown')}
            </p>
          )}
          <ProbeTestButton watchedPort={watchedPort} />
        </>
      )}
    </>
  );
}

function HttpFields({ editor }: { readonly editor: DraftEditor }) {
  const { t } = useWords();
  const { draft, change, problemOf } = editor;
  return (
    <>
      <div className="field-pair wide-first">
        <TextField
          label={t('form.probe-path')}
          value={draft.probePath}
          onChange={(probePath) => change({ probePath })}
          problem={problemOf('probePath')}
          placeholder={t('form.example', { example: '/health' })}
          isMono
        />
        <TextField
          label={t('form.probe-status')}
          value={draft.probeStatus}
          onChange={(probeStatus) => change({ probeStatus })}
          problem={problemOf('probeStatus')}
          placeholder={t('form.example', { example: '200-399' })}
        />
      </div>
      <TextField
        label={t('form.probe-headers')}
        value={draft.probeHeaders}
        onChange={(probeHeaders) => change({ probeHeaders })}
        problem={problemOf('probeHeaders')}
        placeholder="Authorization: Bearer …"
        hint={t('form.probe-headers-hint')}
        isMono
        isLong
      />
    </>
  );
}

function NumberField(props: {
  readonly editor: DraftEditor;
  readonly field: 'probeInterval' | 'probeTimeout' | 'probeFailures' | 'probeAnswers';
  readonly label: string;
}) {
  const { editor, field, label } = props;
  return (
    <TextField
      label={label}
      value={editor.draft[field]}
      onChange={(text) => editor.change({ [field]: text })}
      problem={editor.problemOf(field)}
      inputMode="numeric"
    />
  );
}
