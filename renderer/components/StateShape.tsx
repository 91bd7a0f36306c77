import type { Verdict } from '../../shared/verdict.ts';
import './marks.css';

/** A verdict as a shape first and a colour second; the words stand beside it. */
export function StateShape(props: { readonly state: Verdict['kind'] }) {
  return (
    <svg
      className={`state-shape state-${props.state}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
    >
      {shapes[props.state]}
    </svg>
  );
}

const shapes = {
  expected: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path
        d="m4.9 8.2 2.2 2.2 4-4.4"
        fill="none"
        stroke="var(--paper)"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  held: (
    <>
      <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <circle cx="8" cy="8" r="3" fill="currentColor" />
    </>
  ),
  free: <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  conflict: (
    <path
      d="M8 2.6 14.4 13.4H1.6Z"
      fill="currentColor"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinejoin="round"
    />
  ),
  undetermined: (
    <circle
      cx="8"
      cy="8"
      r="6.2"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeDasharray="2.75 2.12"
    />
  ),
} as const;
