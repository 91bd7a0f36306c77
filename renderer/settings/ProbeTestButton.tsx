import { useState } from 'react';
import type { ProbeTest } from '../../shared/health.ts';
import { toProbeFailureSentence } from '../../shared/messages/health-sentences.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { invoke } from '../bridge.ts';
import { Button } from '../components/Button.tsx';
import { useWords } from '../words/WordsProvider.tsx';

interface Told {
  readonly isGood: boolean;
  readonly text: string;
}

/** Asks the service once, as the form says, and tells what came of it. */
export function ProbeTestButton(props: { readonly watchedPort: WatchedPort | undefined }) {
  const { t } = useWords();
  const { watchedPort } = props;
  const [isAsking, setIsAsking] = useState(false);
  /** With the form that it is about: of another one it says nothing. */
  const [lastTold, setTold] = useState<Told & { readonly of: string }>();
  const form = watchedPort === undefined ? '' : JSON.stringify(watchedPort);
  const told = lastTold?.of === form ? lastTold : undefined;

  const test = async (): Promise<void> => {
    if (watchedPort === undefined) {
      setTold({ of: form, isGood: false, text: t('form.test-not-yet') });
      return;
    }
    setIsAsking(true);
    try {
      const answer = await invoke('health.test', { watchedPort });
      setTold({ of: form, ...toTold(answer, watchedPort.port, t) });
    } catch {
      setTold({ of: form, isGood: false, text: t('act.refused') });
    } finally {
      setIsAsking(false);
    }
  };

  return (
    <div className="probe-test">
      <Button isSmall isDisabled={isAsking} onPress={() => void test()}>
        {t('form.test')}
      </Button>
      <p className={told?.isGood === false ? 'field-problem' : 'told-good'} role="status">
        {isAsking ? t('form.test-asking') : told?.text}
      </p>
    </div>
  );
}

function toTold(answer: ProbeTest, port: number, t: Translate): Told {
  if (answer.kind === 'not-asked') {
    return { isGood: false, text: t(`form.test-${answer.verdict}`, { port: String(port) }) };
  }
  const { result } = answer;
  if (result.kind === 'failed') {
    const failure = toProbeFailureSentence(result.failure, t);
    return { isGood: false, text: t('form.test-failed', { failure }) };
  }
  const time = t('health.milliseconds', { ms: result.latencyMs });
  return {
    isGood: true,
    text:
      result.status === undefined
        ? t('form.test-connected', { time })
        : t('form.test-answered', { time, status: String(result.status) }),
  };
}
