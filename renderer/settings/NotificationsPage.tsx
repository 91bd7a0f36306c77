import { invoke } from '../bridge.ts';
import '../components/marks.css';
import { Button } from '../components/Button.tsx';
import { SwitchField } from '../components/Fields.tsx';
import { Foreign } from '../words/Say.tsx';
import { formatInstant } from '../words/time.ts';
import { useWords } from '../words/WordsProvider.tsx';
import type { PageProps } from './page-props.ts';

/** When Portreeve speaks up, and about which ports it is quiet for now. */
export function NotificationsPage({ snapshot, save }: PageProps) {
  const { t, locale, nowMs } = useWords();
  const muted = snapshot.watched.flatMap(({ watchedPort, mutedUntil }) =>
    mutedUntil === undefined ? [] : [{ watchedPort, mutedUntil }],
  );
  return (
    <>
      <h2 className="page-title">{t('settings.notifications')}</h2>
      <div className="setting-list">
        <div className="setting">
          <SwitchField
            label={t('notifications.conflicts')}
            hint={t('notifications.conflicts-hint')}
            isOn={snapshot.settings.notifyConflicts}
            onChange={(notifyConflicts) => save({ notifyConflicts })}
          />
        </div>
      </div>
      <h3 className="group-title">{t('notifications.ignored')}</h3>
      {muted.length === 0 && <p className="muted">{t('notifications.none-ignored')}</p>}
      {muted.length > 0 && (
        <ul className="setting-list">
          {muted.map(({ watchedPort, mutedUntil }) => (
            <li key={watchedPort.id} className="setting list-line">
              <span className="cell-port">{watchedPort.port}</span>
              <span className="one-line">
                <Foreign text={watchedPort.name} />{' '}
                <span className="muted">
                  {t('notifications.until', {
                    until: formatInstant(mutedUntil, nowMs, { locale }),
                  })}
                </span>
              </span>
              <Button
                isSmall
                onPress={() =>
                  void invoke('watched-port.mute', {
                    watchedPortId: watchedPort.id,
                    minutes: 0,
                  }).catch(() => {})
                }
              >
                {t('row.unmute')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
