import { useEffect, useRef } from 'react';

/** The title of a step; it has the focus when its step begins, so that a screen reader goes on there. */
export function StepTitle({ text }: { readonly text: string }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <h1 ref={title} tabIndex={-1} className="welcome-title">
      {text}
    </h1>
  );
}
