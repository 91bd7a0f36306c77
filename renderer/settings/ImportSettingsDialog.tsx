import { useState } from 'react';
import type { CommandOutput } from '../../shared/contract.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import { preferencesSchema } from '../../shared/settings.ts';
import { invoke } from '../bridge.ts';
import { Button } from '../components/Button.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { Problem } from '../components/Problem.tsx';
import { Foreign, Say } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { PREFERENCE_NAMES, toPreferenceText } from './preference-words.ts';

export type PlannedSettings = Extract<
  CommandOutput<'settings.plan-import'>,
  { readonly kind: 'planned' }
>;

const PORT_LISTS = ['added', 'edited', 'removed'] as const;

/** All that an import would change, before it does. */
export function ImportSettingsDialog(props: {
  readonly planned: PlannedSettings;
  /** With what to say when it was done. */
  readonly onClose: (told?: string) => void;
}) {
  const { t, homeFolder } = useWords();
  const { planned, onClose } = props;
  const { diff, token } = planned;
  const [problem, setProblem] = useState<string>();
  const carryOut = () => {
    invoke('settings.import', { token }).then(
      ({ kind }) => {
        if (kind === 'imported') onClose(t('advanced.imported'));
        else setProblem(t(`advanced.${kind}`));
      },
      () => setProblem(t('act.refused')),
    );
  };
  const file = toShortPath(planned.file, homeFolder);
  return (
    <Dialog
      title={<Say saying={{ key: 'advanced.import-title', values: { file } }} />}
      onClose={() => onClose()}
      acts={
        <>
          <Button onPress={() => onClose()}>{t('dialog.cancel')}</Button>
          <Button look="filled" autoFocus onPress={carryOut}>
            {t('advanced.import-now')}
          </Button>
        </>
      }
    >
      <PreferenceDiff before={diff.before} after={diff.after} />
      {PORT_LISTS.map(
        (list) =>
          diff[list].length > 0 && (
            <section key={list}>
              <h3 className="fact-title">
                {t(`advanced.ports-${list}`, { count: diff[list].length })}
              </h3>
              <ul className="fact-ports">
                {diff[list].map(({ id, name, port }) => (
                  <li key={id} className="one-line">
                    <strong>{port}</strong> <Foreign text={name} />
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
      <Problem text={problem} />
    </Dialog>
  );
}

function PreferenceDiff({ before, after }: Pick<PlannedSettings['diff'], 'before' | 'after'>) {
  const { t, locale } = useWords();
  const keys = preferencesSchema.keyof().options.filter((key) => key in after);
  if (keys.length === 0) return null;
  return (
    <dl className="fact-list">
      {keys.map((key) => (
        <div key={key} className="fact-line">
          <dt>{t(PREFERENCE_NAMES[key])}</dt>
          <dd>
            <Foreign text={toPreferenceText(key, before, { t, locale })} className="fact-before" />{' '}
            <span aria-hidden="true">→</span>{' '}
            <Foreign text={toPreferenceText(key, after, { t, locale })} className="fact-after" />
          </dd>
        </div>
      ))}
    </dl>
  );
}
