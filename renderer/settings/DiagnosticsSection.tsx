import { useEffect, useState } from 'react';
import type { CommandOutput } from '../../shared/contract.ts';
import type { Diagnostics } from '../../shared/diagnostics.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import { invoke, send } from '../bridge.ts';
import { Button } from '../components/Button.tsx';
import { Foreign } from '../words/Say.tsx';
import { formatInstant } from '../words/time.ts';
import { formatQuantity } from '../words/units.ts';
import { useWords, type Words } from '../words/WordsProvider.tsx';

/** Where the files are, and how the app does. */
export function DiagnosticsSection() {
  const { t, homeFolder } = useWords();
  const [read, setRead] = useState<CommandOutput<'diagnostics.read'>>();
  const [told, setTold] = useState<string>();
  useEffect(() => {
    // Without an answer the rest of the page still serves.
    invoke('diagnostics.read', {}).then(setRead, () => undefined);
  }, []);
  const copy = () => {
    invoke('diagnostics.copy', {}).then(
      () => setTold(t('advanced.copied')),
      () => setTold(t('act.refused')),
    );
  };
  return (
    <>
      <div className="setting-list">
        <div className="setting">
          <p className="row-label">{t('advanced.files')}</p>
          {read !== undefined && (
            <Foreign text={toShortPath(read.folder, homeFolder)} className="field-hint mono" />
          )}
          <div className="advanced-acts">
            <Button isSmall onPress={() => send('files.open-folder', {})}>
              {t('advanced.open-folder')}
            </Button>
          </div>
        </div>
      </div>
      <div className="setting-list">
        <div className="setting">
          <p className="row-label">{t('advanced.diagnostics')}</p>
          <p className="field-hint">{t('advanced.diagnostics-hint')}</p>
          {read !== undefined && <Facts diagnostics={read.diagnostics} />}
          <div className="advanced-acts">
            <Button isSmall onPress={copy}>
              {t('advanced.copy')}
            </Button>
            <p className="field-hint" role="status">
              {told}
            </p>
          </div>
        </div>
      </div>
    </>
  );
}

function Facts({ diagnostics }: { readonly diagnostics: Diagnostics }) {
  const { t, locale, nowMs } = useWords();
  const { troubles } = diagnostics;
  return (
    <>
      <dl className="diagnostics">
        {toLines(diagnostics, { t, locale }).map(([name, value]) => (
          <div key={name} className="fact-line">
            <dt>{name}</dt>
            <dd>
              <Foreign text={value} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="row-label">{t('advanced.troubles')}</p>
      {troubles.length === 0 && <p className="field-hint">{t('advanced.no-troubles')}</p>}
      {troubles.length > 0 && (
        <ul className="troubles mono">
          {troubles.map(({ at, event }) => (
            <li key={`${at} ${event}`}>
              {formatInstant(at, nowMs, { locale })} {event}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function toLines(
  diagnostics: Diagnostics,
  { t, locale }: Pick<Words, 't' | 'locale'>,
): readonly (readonly [string, string])[] {
  const { versions, source, signals, scans, listeners, hidden, engines } = diagnostics;
  const inMs = (value: number): string => formatQuantity(value, 'millisecond', locale);
  return [
    [t('app.name'), versions['portreeve'] ?? ''],
    [
      t('advanced.runs-on'),
      `Electron ${versions['electron'] ?? ''}, Node ${versions['node'] ?? ''}, ${versions['system'] ?? ''}`,
    ],
    [t('advanced.source'), source],
    [t('advanced.signals'), signals],
    [
      t('advanced.scan-times'),
      t('advanced.scan-times-are', {
        median: inMs(scans.medianMs),
        slowest: inMs(scans.slowestMs),
      }),
    ],
    [t('advanced.listeners'), t('advanced.listeners-are', { count: listeners, hidden })],
    [
      t('advanced.engines'),
      t('advanced.engines-are', { answering: engines.answering, silent: engines.silent }),
    ],
  ];
}
