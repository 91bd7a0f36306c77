import '../zod-without-eval.ts';
import { useEffect, useState } from 'react';
import type { Snapshot } from '../../shared/snapshot.ts';
import { invoke, send } from '../bridge.ts';
import { Button } from '../components/Button.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { ChooseStep } from './ChooseStep.tsx';
import { LoginStep } from './LoginStep.tsx';
import { MachineStep } from './MachineStep.tsx';
import { useSuggestions } from './use-suggestions.ts';
import { watchAll } from './watch-all.ts';
import '../components/marks.css';
import '../components/fields.css';
import './welcome.css';

const STEPS = ['machine', 'choose', 'login'] as const;
type Step = (typeof STEPS)[number];

/** The first start: what is here, what to watch, when to start. Each step can be left out. */
export function Welcome({ snapshot }: { readonly snapshot: Snapshot }) {
  const { t } = useWords();
  const [step, setStep] = useState<Step>('machine');
  const [problem, setProblem] = useState<string>();
  const suggestions = useSuggestions(snapshot);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) leave();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  const chosen = suggestions.all
    .map(({ watchedPort }) => watchedPort)
    .filter(({ id }) => suggestions.chosen.includes(id));
  const watch = () => {
    watchAll(chosen, (watchedPort) => invoke('watched-port.save', { watchedPort })).then(
      (obstacle) => {
        setProblem(obstacle === undefined ? undefined : t(`watch.${obstacle}`));
        if (obstacle === undefined) setStep('login');
      },
      () => setProblem(t('act.refused')),
    );
  };
  const at = STEPS.indexOf(step);
  const before = STEPS[at - 1];
  return (
    <div className="welcome">
      <header className="welcome-steps muted">
        <span className="welcome-dots" aria-hidden="true">
          {STEPS.map((one, index) => (
            <span key={one} className="welcome-dot" data-done={index <= at} />
          ))}
        </span>
        {t('welcome.step', { step: at + 1, count: STEPS.length })}
      </header>
      <main className="welcome-main" key={step}>
        {step === 'machine' && <MachineStep snapshot={snapshot} />}
        {step === 'choose' && <ChooseStep suggestions={suggestions} problem={problem} />}
        {step === 'login' && <LoginStep snapshot={snapshot} />}
      </main>
      <footer className="welcome-acts">
        {step !== 'login' && (
          <Button look="plain" onPress={leave}>
            {t('welcome.skip')}
          </Button>
        )}
        <span className="welcome-gap" />
        {before !== undefined && (
          <Button onPress={() => setStep(before)}>{t('welcome.back')}</Button>
        )}
        {step === 'machine' && (
          <Button look="filled" onPress={() => setStep('choose')}>
            {t('welcome.next')}
          </Button>
        )}
        {step === 'choose' && (
          <Button look="filled" onPress={watch}>
            {chosen.length === 0
              ? t('welcome.watch-none')
              : t('welcome.watch', { count: chosen.length })}
          </Button>
        )}
        {step === 'login' && (
          <Button look="filled" onPress={leave}>
            {t('welcome.done')}
          </Button>
        )}
      </footer>
    </div>
  );
}

function leave(): void {
  send('window.close', {});
}
