import { CircleHelp } from 'lucide-react';
import { IconButton } from '../components/Button.tsx';
import { KeyCap } from '../components/KeyCap.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { useActs } from './acts.ts';

/** From the right to the left, as the style sheet draws them: the last go first where it is narrow. */
const keys = [
  ['W', 'keys.watch'],
  ['M', 'keys.move'],
  ['K', 'keys.kill'],
  ['Y', 'keys.why'],
  ['\u21b5', 'keys.open'],
] as const;

/** The keys that work on the row under the cursor, and the way to all the others. */
export function Footer() {
  const { t } = useWords();
  const acts = useActs();
  return (
    <footer className="popover-footer">
      <div className="key-hints">
        {keys.map(([cap, key]) => (
          <span key={key} className="key-hint">
            <KeyCap>{cap}</KeyCap> {t(key)}
          </span>
        ))}
      </div>
      <IconButton label={t('shortcuts.title')} onPress={acts.openShortcuts}>
        <CircleHelp size={16} aria-hidden="true" />
      </IconButton>
    </footer>
  );
}
