import type { Listener } from '../../shared/listener.ts';
import type { WatchedView } from '../../shared/snapshot.ts';
import { Button } from '../components/Button.tsx';
import { toShown } from '../lists/evidence.ts';
import { toPrimaryAct } from '../lists/primary-act.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { useActs } from './acts.ts';

/** The act that helps most, before the kills. */
export function PrimaryButton(props: {
  readonly view: WatchedView;
  readonly evidence: readonly Listener[];
}) {
  const { view, evidence } = props;
  const { t } = useWords();
  const acts = useActs();
  const { watchedPort } = view;
  const act = toPrimaryAct(view);
  switch (act?.kind) {
    case 'move':
      return (
        <Button look="filled" onPress={() => acts.planMove(watchedPort)}>
          {t('card.move', { port: String(act.to) })}
        </Button>
      );
    case 'follow':
      return (
        <Button look="filled" onPress={() => acts.acceptOwner(watchedPort, toShown(evidence))}>
          {t('card.follow', { port: String(act.to) })}
        </Button>
      );
    case 'edit':
      return (
        <Button look="filled" onPress={() => acts.openSettings(watchedPort.id)}>
          {t('card.edit')}
        </Button>
      );
    case undefined:
      return null;
  }
}
