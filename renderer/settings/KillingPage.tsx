import { X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../components/Button.tsx';
import { Choice, SelectField, SwitchField, TextField } from '../components/Fields.tsx';
import { Foreign } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { toSecondsOptions } from './GeneralPage.tsx';
import type { PageProps } from './page-props.ts';

const GRACES_MS = [1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000];
const STARTS_WITHIN_MS = [5000, 15_000, 30_000, 60_000, 120_000, 300_000];
const PROTECTED_MAX = 200;

/** How a process is ended, and which ones never are. */
export function KillingPage({ snapshot, save }: PageProps) {
  const { t, locale } = useWords();
  const { askBeforeKill, graceMs, forceAfterGrace, startsWithinS } = snapshot.settings;
  return (
    <>
      <h2 className="page-title">{t('settings.killing')}</h2>
      <div className="setting-list">
        <div className="setting">
          <Choice
            label={t('killing.ask')}
            value={askBeforeKill}
            onChange={(value) => save({ askBeforeKill: value })}
            options={(['on-warning', 'always', 'never'] as const).map((value) => ({
              value,
              label: t(`killing.ask-${value}`),
              hint: t(`killing.ask-${value}-hint`),
            }))}
          />
        </div>
        <div className="setting">
          <SelectField
            label={t('killing.grace')}
            value={String(graceMs)}
            onChange={(value) => save({ graceMs: Number(value) })}
            options={toSecondsOptions(GRACES_MS, graceMs, locale)}
          />
          <p className="field-hint">{t('killing.grace-hint')}</p>
        </div>
        <div className="setting">
          <SwitchField
            label={t('killing.force-after-grace')}
            hint={t('killing.force-after-grace-hint')}
            isOn={forceAfterGrace}
            onChange={(isOn) => save({ forceAfterGrace: isOn })}
          />
        </div>
        <div className="setting">
          <SelectField
            label={t('killing.starts-within')}
            value={String(startsWithinS * 1000)}
            onChange={(value) => save({ startsWithinS: Number(value) / 1000 })}
            options={toSecondsOptions(STARTS_WITHIN_MS, startsWithinS * 1000, locale)}
          />
          <p className="field-hint">{t('killing.starts-within-hint')}</p>
        </div>
      </div>
      <ProtectedProcesses snapshot={snapshot} save={save} />
    </>
  );
}

function ProtectedProcesses({ snapshot, save }: PageProps) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const { protectedProcesses } = snapshot.settings;
  const name = text.trim();
  const isKnown = protectedProcesses.includes(name);
  const isFull = protectedProcesses.length >= PROTECTED_MAX;
  const problem = isKnown ? t('killing.already-protected') : isFull ? t('killing.full') : undefined;
  return (
    <>
      <h3 className="group-title">{t('killing.protected')}</h3>
      <p className="muted">{t('killing.protected-hint')}</p>
      <form
        className="add-line"
        onSubmit={(event) => {
          event.preventDefault();
          if (name === '' || problem !== undefined) return;
          save({ protectedProcesses: [...protectedProcesses, name] });
          setText('');
        }}
      >
        <TextField
          label={t('killing.protect-name')}
          placeholder={t('form.example', { example: 'postgres' })}
          value={text}
          onChange={setText}
          problem={name === '' ? undefined : problem}
        />
        <Button type="submit">{t('killing.protect')}</Button>
      </form>
      {protectedProcesses.length > 0 && (
        <ul className="setting-list">
          {protectedProcesses.map((process) => (
            <li key={process} className="setting list-line plain">
              <Foreign text={process} className="one-line" />
              <IconButton
                label={t('killing.unprotect', { name: process })}
                onPress={() =>
                  save({
                    protectedProcesses: protectedProcesses.filter((one) => one !== process),
                  })
                }
              >
                <X size={16} aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
