import { useState } from 'react';
import type { TestedNotification } from '../../shared/quiet-hours.ts';
import { invoke } from '../bridge.ts';
import { Button } from '../components/Button.tsx';
import { useWords } from '../words/WordsProvider.tsx';

type State = TestedNotification['kind'] | 'idle' | 'sending' | 'refused';

/** Has one notification shown, and says what came of it. */
export function TestNotification() {
  const { t } = useWords();
  const [state, setState] = useState<State>('idle');
  const send = () => {
    setState('sending');
    invoke('notification.test', {}).then(
      ({ kind }) => setState(kind),
      () => setState('refused'),
    );
  };
  return (
    <div className="setting test-line">
      <Button isSmall isDisabled={state === 'sending'} onPress={send}>
        {t('notifications.test')}
      </Button>
      <p
        className={state === 'failed' || state === 'no-server' ? 'field-problem' : 'field-hint'}
        role="status"
      >
        {state === 'idle' || state === 'sending'
          ? ''
          : t(state === 'refused' ? 'act.refused' : `notifications.test-${state}`)}
      </p>
    </div>
  );
}
