import { Button } from '../components/Button.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { useActs } from './acts.ts';

/** Leads to all that is known of an item. */
export function WhyButton(props: { readonly itemId: string; readonly isSmall?: boolean }) {
  const { t } = useWords();
  const { showDetail } = useActs();
  return (
    <Button look="plain" isSmall={props.isSmall === true} onPress={() => showDetail(props.itemId)}>
      {t('act.why')}
    </Button>
  );
}
