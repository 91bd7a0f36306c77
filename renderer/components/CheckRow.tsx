import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import './check-row.css';

/** One of several things that may be ticked; stands in a `CheckboxGroup`. */
export function CheckRow(props: { readonly value: string; readonly children: ReactNode }) {
  return (
    <Checkbox value={props.value} className="check-row">
      <span className="tick" aria-hidden="true">
        <Check size={12} strokeWidth={3} />
      </span>
      <span className="check-text">{props.children}</span>
    </Checkbox>
  );
}
