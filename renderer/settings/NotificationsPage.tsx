import '../components/marks.css';
import { SwitchField } from '../components/Fields.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { IgnoredPorts } from './IgnoredPorts.tsx';
import type { PageProps } from './page-props.ts';
import { QuietHoursFields } from './QuietHoursFields.tsx';
import { TestNotification } from './TestNotification.tsx';
import './notifications.css';

/** When Portreeve speaks up, and about which ports it is quiet for now. */
export function NotificationsPage({ snapshot, save }: PageProps) {
  const { t } = useWords();
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
        <QuietHoursFields snapshot={snapshot} save={save} />
        <TestNotification />
      </div>
      <p className="page-note muted">{t('notifications.do-not-disturb')}</p>
      <IgnoredPorts snapshot={snapshot} />
    </>
  );
}
