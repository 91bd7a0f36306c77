import { History } from 'lucide-react';
import { Button } from '../components/Button.tsx';
import { findPortInText } from '../lists/port-in-text.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { windowActs } from './window-acts.ts';

/** Nobody has what was searched for; of a port it can be told who had it. */
export function NothingFound(props: { readonly searchText: string }) {
  const { t } = useWords();
  const port = findPortInText(props.searchText.replace(/^\s*port:/i, ''));
  return (
    <div className="nothing-found">
      <p>{t('search.nothing', { text: props.searchText })}</p>
      {port !== undefined && (
        <Button onPress={() => windowActs.openHistoryOf(port)}>
          <History size={16} aria-hidden="true" />
          {t('search.who-had', { port: String(port) })}
        </Button>
      )}
    </div>
  );
}
