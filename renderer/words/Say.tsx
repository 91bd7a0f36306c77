import { Fragment } from 'react';
import { toSafeText } from '../../shared/messages/sentences.ts';
import { SHOWN_LENGTH_MAX, toSayingParts, type Saying } from './saying.ts';
import { useWords } from './words.tsx';

/** A sentence on the screen; `strong` names the gaps that carry weight. */
export function Say(props: { readonly saying: Saying; readonly strong?: readonly string[] }) {
  const { t } = useWords();
  const strong = props.strong ?? [];
  return toSayingParts(t, props.saying).map((part, index) => {
    if (part.kind === 'text') return <Fragment key={index}>{part.text}</Fragment>;
    const isStrong = strong.includes(part.name);
    const shown =
      typeof part.value === 'string' ? (
        <bdi>{toSafeText(part.value, SHOWN_LENGTH_MAX)}</bdi>
      ) : (
        <Say saying={part.value} strong={isStrong ? [] : strong} />
      );
    return isStrong ? (
      <strong key={index}>{shown}</strong>
    ) : (
      <Fragment key={index}>{shown}</Fragment>
    );
  });
}

/** A command line, broken between its words and not inside an option. */
export function Command(props: { readonly text: string }) {
  return (
    <bdi dir="ltr">
      {toSafeText(props.text, SHOWN_LENGTH_MAX)
        .split(' ')
        .map((word, index) => (
          <Fragment key={index}>
            {index > 0 && ' '}
            <span className="word">{word}</span>
          </Fragment>
        ))}
    </bdi>
  );
}

/** Text that another program or the file system chose. */
export function Foreign(props: { readonly text: string; readonly className?: string }) {
  return (
    <bdi dir="auto" className={props.className}>
      {toSafeText(props.text, SHOWN_LENGTH_MAX)}
    </bdi>
  );
}
