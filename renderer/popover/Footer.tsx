import { KeyCap } from '../components/KeyCap.tsx';
import { useWords } from '../words/WordsProvider.tsx';

const keys = [
  ['↑↓', 'keys.choose'],
  ['↵', 'keys.open'],
  ['K', 'keys.kill'],
  ['M', 'keys.move'],
  ['W', 'keys.watch'],
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
