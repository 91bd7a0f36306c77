import { useState } from 'react';
import type { Snapshot } from '../../shared/snapshot.ts';
import { invoke } from '../bridge.ts';
import { SwitchField } from '../components/Fields.tsx';
import { Problem } from '../components/Problem.tsx';
import { QuietHarbour } from '../components/QuietHarbour.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { StepTitle } from './StepTitle.tsx';

/** Whether it starts at login, and where it is from now on. */
export function LoginStep({ snapshot }: { readonly snapshot: Snapshot }) {
  const { t } = useWords();
  const [problem, setProblem] = useState<string>();
  const { settings, watched, notices } = snapshot;
  const hasTray = !notices.some(({ kind }) => kind === 'no-tray');
  return (
    <>
      <StepTitle text={t('welcome.login-title')} />
      <p>{t('welcome.watching', { count: watched.length })}</p>
      <p className="muted">{t(hasTray ? 'welcome.where-tray' : 'welcome.where-window')}</p>
      <div className="welcome-setting">
        <SwitchField
          label={t('welcome.launch-at-login')}
          hint={t('welcome.launch-at-login-hint')}
          isOn={settings.launchAtLogin}
          onChange={(launchAtLogin) => {
            invoke('preferences.save', { preferences: { launchAtLogin } }).then(
              () => setProblem(undefined),
              () => setProblem(t('act.refused')),
            );
          }}
        />
      </div>
      <Problem text={problem} />
      <QuietHarbour />
    </>
  );
}
