import { toShortPath } from '../../shared/messages/short-path.ts';
import { Foreign } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import './check-row.css';

/** A line of a file: where it stands, and what it says. */
export function PlaceLine(props: {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}) {
  const { t, homeFolder } = useWords();
  const file = toShortPath(props.file, homeFolder);
  return (
    <>
      <Foreign
        text={t('move.file-line', { file, line: String(props.line) })}
        className="one-line place-file"
      />
      <Foreign text={props.text} className="place-line" />
    </>
  );
}
