import { useState } from 'react';
import type { CommandOutput } from '../../shared/contract.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import { invoke } from '../bridge.ts';
import { Button } from '../components/Button.tsx';
import { useWords, type Words } from '../words/WordsProvider.tsx';
import { ImportSettingsDialog, type PlannedSettings } from './ImportSettingsDialog.tsx';

type Answer = CommandOutput<'settings.export'> | CommandOutput<'settings.plan-import'>;

/** Brings the settings to a file, and takes over those of another. */
export function TransferSection() {
  const { t, homeFolder } = useWords();
  const [told, setTold] = useState<{ readonly isGood: boolean; readonly text: string }>();
  const [planned, setPlanned] = useState<PlannedSettings>();
  const hear = (answer: Answer): void => {
    setTold(toTold(answer, homeFolder, t));
    if (answer.kind === 'planned') setPlanned(answer);
  };
  const refused = (): void => setTold({ isGood: false, text: t('act.refused') });
  return (
    <div className="setting-list">
      <div className="setting">
        <p className="row-label">{t('advanced.transfer')}</p>
        <p className="field-hint">{t('advanced.transfer-hint')}</p>
        <div className="advanced-acts">
          <Button isSmall onPress={() => void invoke('settings.export', {}).then(hear, refused)}>
            {t('advanced.export')}
          </Button>
          <Button
            isSmall
            onPress={() => void invoke('settings.plan-import', {}).then(hear, refused)}
          >
            {t('advanced.import')}
          </Button>
        </div>
        <p
          className={told?.isGood === false ? 'field-problem' : 'field-hint'}
          role={told?.isGood === false ? 'alert' : 'status'}
        >
          {told?.text}
        </p>
      </div>
      {planned !== undefined && (
        <ImportSettingsDialog
          planned={planned}
          onClose={(text) => {
            setPlanned(undefined);
            if (text !== undefined) setTold({ isGood: true, text });
          }}
        />
      )}
    </div>
  );
}

function toTold(answer: Answer, homeFolder: string, t: Words['t']) {
  if (answer.kind === 'cancelled' || answer.kind === 'planned') return undefined;
  const file = toShortPath(answer.file, homeFolder);
  switch (answer.kind) {
    case 'saved':
      return { isGood: true, text: t('advanced.saved', { file }) };
    case 'failed':
      return { isGood: false, text: t('advanced.not-saved', { file }) };
    case 'same':
      return { isGood: true, text: t('advanced.same', { file }) };
    case 'refused': {
      const { reason } = answer;
      const at = reason.kind === 'invalid' ? reason.at : '';
      return { isGood: false, text: t(`advanced.refused-${reason.kind}`, { file, at }) };
    }
  }
}
