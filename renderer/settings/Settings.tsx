import '../zod-without-eval.ts';
import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import type { Preferences } from '../../shared/settings.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { invoke } from '../bridge.ts';
import type { PageProps } from './page-props.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { AdvancedPage } from './AdvancedPage.tsx';
import { GeneralPage } from './GeneralPage.tsx';
import { KillingPage } from './KillingPage.tsx';
import { UndoBar } from './UndoBar.tsx';
import { NotificationsPage } from './NotificationsPage.tsx';
import { WatchedPortsPage } from './WatchedPortsPage.tsx';
import './settings.css';
import './form.css';
import './table.css';

const pages = ['watched-ports', 'general', 'notifications', 'killing', 'advanced'] as const;

/** The settings window: which ports, for whom, and how Portreeve behaves. */
export function Settings(props: { readonly snapshot: Snapshot }) {
  const { t } = useWords();
  const { snapshot } = props;
  const [problem, setProblem] = useState<string>();
  const save = (preferences: Preferences) => {
    invoke('preferences.save', { preferences }).then(
      () => setProblem(undefined),
      () => setProblem(t('act.refused')),
    );
  };
  const page: PageProps = { snapshot, save };
  return (
    <Tabs orientation="vertical" className="settings">
      <nav className="sidebar">
        <h1 className="sidebar-title">{t('app.name')}</h1>
        <TabList className="sidebar-list" aria-label={t('settings.title')}>
          {pages.map((id) => (
            <Tab key={id} id={id} className="sidebar-item">
              {t(`settings.${id}`)}
            </Tab>
          ))}
        </TabList>
        <UndoBar change={snapshot.settingsChange} />
        {problem !== undefined && (
          <p className="field-problem sidebar-problem" role="alert">
            {problem}
          </p>
        )}
      </nav>
      <main className="pages">
        <TabPanel id="watched-ports" className="page page-wide">
          <WatchedPortsPage snapshot={snapshot} />
        </TabPanel>
        <TabPanel id="general" className="page">
          <GeneralPage {...page} />
        </TabPanel>
        <TabPanel id="notifications" className="page">
          <NotificationsPage {...page} />
        </TabPanel>
        <TabPanel id="killing" className="page">
          <KillingPage {...page} />
        </TabPanel>
        <TabPanel id="advanced" className="page">
          <AdvancedPage />
        </TabPanel>
      </main>
    </Tabs>
  );
}
