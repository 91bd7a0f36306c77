import { useState } from 'react';
import { invoke } from '../bridge.ts';
import { Button } from '../components/Button.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import './licenses.css';

/** Under which licence Portreeve is, and a way to those of the code in it. */
export function LicensesLine() {
  const { t } = useWords();
  const [told, setTold] = useState<string>();
  const open = () => {
    invoke('licenses.open', {}).then(
      (reply) =>
        setTold(
          reply.kind === 'opened' ? undefined : t('general.licenses-file', { file: reply.file }),
        ),
      () => setTold(t('act.refused')),
    );
  };
  return (
    <div className="setting-list">
      <div className="setting licenses-line">
        <p className="field-hint" role="status">
          {told ?? t('general.about')}
        </p>
        <Button isSmall onPress={open}>
          {t('general.licenses')}
        </Button>
      </div>
    </div>
  );
}
