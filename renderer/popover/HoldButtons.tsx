import type { WatchedView } from '../../shared/snapshot.ts';
import { Button } from '../components/Button.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { useActs } from './acts.ts';

/** Has Portreeve keep a free port bound for its service, or lets it go. */
export function HoldButtons({ view }: { readonly view: WatchedView }) {
  const { t } = useWords();
  const acts = useActs();
  const { watchedPort, verdict, isHoldWanted = false } = view;
  return (
    <>
      {verdict.kind === 'free' && (
        <Button isSmall onPress={() => acts.hold(watchedPort)}>
          {t('row.hold')}
        </Button>
      )}
      {(verdict.kind === 'held' || isHoldWanted) && (
        <Button isSmall onPress={() => acts.letGo(watchedPort)}>
          {t('row.let-go')}
        </Button>
      )}
    </>
  );
}
