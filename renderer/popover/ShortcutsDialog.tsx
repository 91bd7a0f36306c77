import { Button } from '../components/Button.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { KeyCap } from '../components/KeyCap.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { useActs } from './acts.ts';
import { SEARCH_EXAMPLES, SHORTCUTS } from './shortcuts.ts';

/** Every key, and what the search understands. */
export function ShortcutsDialog() {
  const { t } = useWords();
  const { closeDialog } = useActs();
  return (
    <Dialog
      title={t('shortcuts.title')}
      onClose={closeDialog}
      acts={
        <Button autoFocus onPress={closeDialog}>
          {t('dialog.close')}
        </Button>
      }
    >
      {SHORTCUTS.map((group) => (
        <dl key={group[0]?.key} className="shortcuts">
          {group.map(({ caps, key }) => (
            <div key={key}>
              <dt>
                {caps.map((cap) => (
                  <KeyCap key={cap}>{cap}</KeyCap>
                ))}
              </dt>
              <dd>{t(key)}</dd>
            </div>
          ))}
        </dl>
      ))}
      <h3 className="shortcuts-title">{t('shortcuts.filters')}</h3>
      <dl className="shortcuts examples">
        {SEARCH_EXAMPLES.map(({ example, key }) => (
          <div key={key}>
            <dt>
              <code>{example}</code>
            </dt>
            <dd>{t(key)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
