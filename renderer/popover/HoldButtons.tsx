import type { WatchedView } from '../../shared/snapshot.ts';
import { Button } from '../components/Button.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { useActs } from './acts.ts';

/** Has Portreeve keep a free port bound for its service, or lets it go. */
export function HoldButtons(props: { readonly view: WatchedView; readonly isSmall?: boolean }) {
  const { view, isSmall = false } = props;
  const { t } = useWords();
  const acts = useActs();
  const { watchedPort, verdict, isHoldWanted = false } = view;
  return (
    <>
      {verdict.kind === 'free' && (
        <Button isSmall={isSmall} onPress={() => acts.hold(watchedPort)}>
          {t('row.hold')}
        </Button>
      )}
      {(verdict.kind === 'held' || isHoldWanted) && (
        <Button isSmall={isSmall} onPress={() => acts.letGo(watchedPort)}>
          {t('row.let-go')}
        </Button>
      )}
    </>
  );
}
