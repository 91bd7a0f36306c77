import { ChevronDown } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import './fold.css';

/** A part of a form that opens when it is wanted; closed, it says in a few words what it holds. */
export function Fold(props: {
  readonly title: string;
  readonly summary: string;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  readonly children: ReactNode;
}) {
  const { isOpen } = props;
  const contentId = useId();
  return (
    <div className="fold">
      <Button
        className="fold-head"
        aria-expanded={isOpen}
        {...(isOpen && { 'aria-controls': contentId })}
        onPress={() => props.onToggle(!isOpen)}
      >
        <ChevronDown
          size={16}
          className={isOpen ? 'chevron' : 'chevron folded'}
          aria-hidden="true"
        />
        <span className="fold-title">{props.title}</span>
        {!isOpen && <span className="muted one-line">{props.summary}</span>}
      </Button>
      {isOpen && (
        <div id={contentId} className="fold-content">
          {props.children}
        </div>
      )}
    </div>
  );
}
