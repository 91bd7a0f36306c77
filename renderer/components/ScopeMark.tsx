import { Globe, Lock, Network } from 'lucide-react';
import type { BindScope } from '../../shared/listener.ts';
import { useWords } from '../words/WordsProvider.tsx';
import './marks.css';

const pictures = { loopback: Lock, wildcard: Globe, interface: Network } as const;

/** Whom a listener lets in: a lock for this machine only, a globe for everybody. */
export function ScopeMark(props: { readonly scope: BindScope }) {
  const { t } = useWords();
  const Picture = pictures[props.scope];
  const label = t(`scope.${props.scope}`);
  return (
    <span className={`scope scope-${props.scope}`} role="img" aria-label={label} title={label}>
      <Picture size={14} strokeWidth={1.75} aria-hidden="true" />
    </span>
  );
}
