import { Search, X } from 'lucide-react';
import type { Ref } from 'react';
import { Button } from 'react-aria-components/Button';
import { KeyCap } from '../components/KeyCap.tsx';
import { useWords } from '../words/WordsProvider.tsx';

/** Finds by anything: port, name, command, folder, pid, user. */
export function SearchBox(props: {
  readonly ref: Ref<HTMLInputElement>;
  readonly text: string;
  readonly onChange: (text: string) => void;
}) {
  const { t } = useWords();
  const { ref, text, onChange } = props;
  return (
    <div className="search" role="search">
      <Search size={16} aria-hidden="true" />
      <input
        ref={ref}
        type="text"
        aria-label={t('search.label')}
        placeholder={t('search.hint')}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
      {text === '' ? (
        <KeyCap>/</KeyCap>
      ) : (
        <Button
          className="search-clear"
          aria-label={t('search.clear')}
          excludeFromTabOrder
          onPress={() => onChange('')}
        >
          <X size={14} aria-hidden="true" />
        </Button>
      )}
    </div>
  );
}
