import { KeyCap } from '../components/KeyCap.tsx';
import { useWords } from '../words/WordsProvider.tsx';

/** From the right to the left, as the style sheet draws them: the last go first where it is narrow. */
const keys = [
  ['W', 'keys.watch'],
  ['M', 'keys.move'],
  ['K', 'keys.kill'],
  ['↵', 'keys.open'],
  ['↑↓', 'keys.choose'],
] as const;

/** The keys that work on the row under the cursor. */
export function Footer() {
  const { t } = useWords();
  return (
    <footer className="popover-footer">
      {keys.map(([cap, key]) => (
        <span key={key} className="key-hint">
          <KeyCap>{cap}</KeyCap> {t(key)}
        </span>
      ))}
    </footer>
  );
}
