import type { ShownState } from '../lists/shown-state.ts';
import './marks.css';

/** A state as a shape first and a colour second; the words stand beside it. */
export function StateShape(props: { readonly state: ShownState }) {
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

function HeartLine(props: { readonly colour: string; readonly line: string }) {
  return (
    <path
      d={props.line}
      fill="none"
      stroke={props.colour}
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
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
  // A heart that beats unevenly, and one that has stopped.
  failing: <HeartLine colour="currentColor" line="M.8 8.6h3.4l1.9-5.2 3.4 9.4 1.9-4.2h3.8" />,
  down: (
    <>
      <rect x="1" y="1" width="14" height="14" rx="4" fill="currentColor" />
      <HeartLine colour="var(--paper)" line="M3 10h2.6l1.6-4.6L8.8 10H13" />
    </>
  ),
} as const;
