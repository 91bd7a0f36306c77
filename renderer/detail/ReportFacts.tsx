import { Check, X } from 'lucide-react';
import { formatLocalAddress } from '../../shared/address.ts';
import type { PortHolder, WhyReport } from '../../shared/why.ts';
import { ScopeMark } from '../components/ScopeMark.tsx';
import { toFamilyTree } from '../lists/family-tree.ts';
import { Say } from '../words/Say.tsx';
import { toPlainText, type Saying } from '../words/saying.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { sayCircumstances, sayKillEffects } from '../words/why-words.ts';
import { FamilyTree } from './FamilyTree.tsx';
import { HolderFacts } from './HolderFacts.tsx';
import { Part } from './Part.tsx';

/** What a report tells, part by part; a part with nothing to tell is left out. */
export function ReportFacts({ report }: { readonly report: WhyReport }) {
  const { t, homeFolder } = useWords();
  const circumstances = sayCircumstances(report, homeFolder);
  return (
    <>
      <Sentences sayings={circumstances} />
      {report.holders.map((holder) => (
        <Holder key={holder.listeners[0]?.key} holder={holder} report={report} />
      ))}
      {report.state === 'held' && report.binds.length > 0 && (
        <Part title={t('why.bind-title')}>
          <ul className="facts-list evidence">
            {report.binds.map(({ address, result }) => (
              <li key={address} className={`bind bind-${result.kind}`}>
                {result.kind === 'bindable' ? (
                  <Check size={14} aria-hidden="true" />
                ) : (
                  <X size={14} aria-hidden="true" />
                )}
                <span>{address}</span>
                <span className="muted">
                  {result.kind === 'bindable'
                    ? t('detail.bindable')
                    : t('detail.refused', { errno: result.errno })}
                </span>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  );
}

function Holder(props: { readonly holder: PortHolder; readonly report: WhyReport }) {
  const { t } = useWords();
  const { holder, report } = props;
  const family = toFamilyTree(holder);
  const effects = sayKillEffects(holder, report);
  const isAlone = report.holders.length === 1;
  return (
    <>
      <Part title={t('detail.who')}>
        <HolderFacts holder={holder} />
      </Part>
      {family.length > 0 && (
        <Part title={t('detail.ancestry')}>
          <FamilyTree members={family} />
        </Part>
      )}
      <Part title={t('detail.sockets')}>
        <Sockets holder={holder} />
        {isAlone && report.protocol === 'tcp' && (
          <p className="clients">
            {t('why.label-clients')}
            {': '}
            {report.clients === undefined
              ? t('why.clients-unknown')
              : t('why.clients', { count: report.clients })}
          </p>
        )}
      </Part>
      {effects.length > 0 && (
        <Part title={t('why.kill-title')}>
          <Sentences sayings={effects} />
        </Part>
      )}
    </>
  );
}

function Sockets({ holder }: { readonly holder: PortHolder }) {
  const { t } = useWords();
  return (
    <ul className="facts-list evidence">
      {holder.listeners.map((listener) => (
        <li key={listener.key} className="socket">
          <ScopeMark scope={listener.scope} />
          <span className="socket-address">
            {formatLocalAddress(listener.address, listener.port)}
          </span>
          <span className="muted one-line">
            {listener.protocol.toUpperCase()} IPv{listener.family}
            {' · '}
            {t(`why.scope-${listener.scope}`)}
          </span>
          <span className="caption muted socket-names one-line">{listener.sockets.join(', ')}</span>
        </li>
      ))}
    </ul>
  );
}

function Sentences({ sayings }: { readonly sayings: readonly Saying[] }) {
  const { t } = useWords();
  if (sayings.length === 0) return null;
  return (
    <ul className="sentences evidence">
      {sayings.map((saying) => (
        <li key={toPlainText(t, saying)}>
          <Say saying={saying} />
        </li>
      ))}
    </ul>
  );
}
