import { Fragment } from 'react';
import { toSafeText } from '../../shared/messages/safe-text.ts';
import { SHOWN_LENGTH_MAX, toSayingParts, toWords, type Saying } from './saying.ts';
import { useWords } from './WordsProvider.tsx';

/** A sentence on the screen; `strong` names the gaps that carry weight. */
export function Say(props: { readonly saying: Saying; readonly strong?: readonly string[] }) {
  const { t } = useWords();
  const strong = props.strong ?? [];
  return toSayingParts(t, props.saying).map((part) => {
    if (part.kind === 'text') return <Fragment key={part.at}>{part.text}</Fragment>;
    const isStrong = strong.includes(part.name);
    const shown =
      typeof part.value === 'string' ? (
        <bdi>{toSafeText(part.value, SHOWN_LENGTH_MAX)}</bdi>
      ) : (
        <Say saying={part.value} strong={isStrong ? [] : strong} />
      );
    return isStrong ? (
      <strong key={part.at}>{shown}</strong>
    ) : (
      <Fragment key={part.at}>{shown}</Fragment>
    );
  });
}

/** A command line, broken between its words and not inside an option. */
export function Command(props: { readonly text: string }) {
  return (
    <bdi dir="ltr">
      {toWords(toSafeText(props.text, SHOWN_LENGTH_MAX)).map(({ at, word }) => (
        <Fragment key={at}>
          {at > 0 && ' '}
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
