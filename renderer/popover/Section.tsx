import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';

/** A part of the popover under its name and number; some fold, some have a tool at the end. */
export function Section(props: {
  readonly title: string;
  readonly count: number;
  readonly fold?: { readonly isFolded: boolean; readonly onToggle: () => void };
  readonly tool?: ReactNode;
  readonly children?: ReactNode;
}) {
  const { title, count, fold, tool } = props;
  const heading = (
    <>
      {title} <span className="section-count">{count}</span>
    </>
  );
  return (
    <section className="section">
      <div className="section-head">
        <h2 className="section-title">
          {fold === undefined ? (
            heading
          ) : (
            <Button className="section-fold" aria-expanded={!fold.isFolded} onPress={fold.onToggle}>
              {heading}
              <ChevronDown
                size={14}
                className={fold.isFolded ? 'chevron folded' : 'chevron'}
                aria-hidden="true"
              />
            </Button>
          )}
        </h2>
        {tool}
      </div>
      {fold?.isFolded !== true && props.children}
    </section>
  );
}
