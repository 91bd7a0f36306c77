import type { ReactNode } from 'react';

/** A part of the popover under its name and number. */
export function Section(props: {
  readonly title: string;
  readonly count: number;
  readonly children?: ReactNode;
}) {
  return (
    <section className="section">
      <h2 className="section-title">
        {props.title} <span className="section-count">{props.count}</span>
      </h2>
      {props.children}
    </section>
  );
}
