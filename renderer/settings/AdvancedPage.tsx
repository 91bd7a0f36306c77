import { useWords } from '../words/WordsProvider.tsx';
import { DiagnosticsSection } from './DiagnosticsSection.tsx';
import { TransferSection } from './TransferSection.tsx';
import './advanced.css';

/** Settings to and from a file, how the app does, and where its files are. */
export function AdvancedPage() {
  const { t } = useWords();
  return (
    <>
      <h2 className="page-title">{t('settings.advanced')}</h2>
      <TransferSection />
      <DiagnosticsSection />
    </>
  );
}
