import { X } from 'lucide-react';
import { useState } from 'react';
import type { Startable } from '../../shared/launch.ts';
import { Button, IconButton } from '../components/Button.tsx';
import { Say } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { toStartSubject, useActs } from './acts.ts';
import { Outcome } from './Outcome.tsx';

const OFFERS_MAX = 2;

/** Offers to start again what kills have just ended, until it is dismissed or too long ago. */
export function StartOffers({ startable }: { readonly startable: readonly Startable[] }) {
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  // Older ones do not move up when a newer one is dismissed: they were passed over before.
  const offers = startable.slice(0, OFFERS_MAX).filter(({ id }) => !dismissed.has(id));
  return offers.map((one) => (
    <StartOffer
      key={one.id}
      startable={one}
      onDismiss={() => setDismissed((known) => new Set([...known, one.id]))}
    />
  ));
}

function StartOffer(props: { readonly startable: Startable; readonly onDismiss: () => void }) {
  const { t } = useWords();
  const acts = useActs();
  const { startable, onDismiss } = props;
  const subjectId = toStartSubject(startable.id);
  const line = acts.outcomes.get(subjectId);
  // A failure is told under the offer, because the other port is what may help.
  const isOffered = line === undefined || line.tone === 'bad';
  return (
    <>
      {isOffered && (
        <div className="start-bar">
          <p>
            <Say
              saying={{
                key: 'start.offer',
                values: { name: startable.name, port: String(startable.port) },
              }}
              strong={['name', 'port']}
            />
          </p>
          <IconButton label={t('act.dismiss')} onPress={onDismiss}>
            <X size={14} aria-hidden="true" />
          </IconButton>
          <div className="start-acts">
            <Button look="plain" isSmall onPress={() => acts.startAgain(startable, 'same-port')}>
              {t('start.again')}
            </Button>
            {startable.canMove && (
              <Button look="plain" isSmall onPress={() => acts.startAgain(startable, 'elsewhere')}>
                {t('start.elsewhere')}
              </Button>
            )}
          </div>
        </div>
      )}
      <Outcome subjectId={subjectId} />
    </>
  );
}
