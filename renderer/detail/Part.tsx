import type { ReactNode } from 'react';

/** One part of what is told of a port, under a heading. */
export function Part(props: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="detail-part">
      <h3>{props.title}</h3>
      {props.children}
    </section>
  );
}
