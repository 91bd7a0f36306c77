import { Search, X } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { Button } from 'react-aria-components/Button';
import './search-box.css';

/** A field that finds, with a button that empties it. */
export function SearchBox(props: {
  readonly ref?: Ref<HTMLInputElement>;
  readonly label: string;
  readonly hint: string;
  readonly clearLabel: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** Stands where the button will be while there is nothing to empty. */
  readonly children?: ReactNode;
}) {
  const { ref, label, hint, clearLabel, text, onChange, children } = props;
  return (
    <div className="search" role="search">
      <Search size={16} aria-hidden="true" />
      <input
        ref={ref}
        type="text"
        className="bare-input"
        aria-label={label}
        placeholder={hint}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
      {text === '' ? (
        children
      ) : (
        <Button
          className="search-clear"
          aria-label={clearLabel}
          excludeFromTabOrder
          onPress={() => onChange('')}
        >
          <X size={14} aria-hidden="true" />
        </Button>
      )}
    </div>
  );
}
