import { useState } from 'react';
import type { CommandOutput } from '../../shared/contract.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import { parsePort } from '../../shared/port-text.ts';
import type { FoundPlace } from '../../shared/project.ts';
import { invoke } from '../bridge.ts';
import { Button } from '../components/Button.tsx';
import { PlaceLine } from '../components/PlaceLine.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import type { DraftEditor } from './draft-editor.ts';
import { isEmptyTarget, toTargetDraft } from './target-draft.ts';

type Answer = CommandOutput<'project.find-places'>;
type State =
  { readonly kind: 'idle' | 'looking' | 'refused' } | Exclude<Answer, { kind: 'cancelled' }>;

const OTHER_PORTS_MAX = 8;

/** Looks through the project's files for the port; one click takes a place over. */
export function FoundPlaces(props: {
  readonly editor: DraftEditor;
  /** Whose saved project is looked through; without one, the person picks a folder. */
  readonly watchedPortId: string | undefined;
}) {
  const { t } = useWords();
  const { editor, watchedPortId } = props;
  const [state, setState] = useState<State>({ kind: 'idle' });
  const find = () => {
    setState({ kind: 'looking' });
    invoke('project.find-places', watchedPortId === undefined ? {} : { watchedPortId }).then(
      (answer) => setState(answer.kind === 'cancelled' ? { kind: 'idle' } : answer),
      () => setState({ kind: 'refused' }),
    );
  };
  return (
    <div className="found">
      <div>
        <Button isSmall look="plain" isDisabled={state.kind === 'looking'} onPress={find}>
          {t(watchedPortId === undefined ? 'form.find-in-folder' : 'form.find-in-project')}
        </Button>
      </div>
      <div role="status">
        <Found editor={editor} state={state} />
      </div>
    </div>
  );
}

function Found({ editor, state }: { readonly editor: DraftEditor; readonly state: State }) {
  const { t, homeFolder } = useWords();
  switch (state.kind) {
    case 'idle':
      return null;
    case 'looking':
      return <p className="field-hint">{t('form.find-looking')}</p>;
    case 'refused':
      return <p className="field-problem">{t('act.refused')}</p>;
    case 'unreadable':
      return (
        <p className="field-problem">
          {t('form.find-unreadable', { folder: toShortPath(state.folder, homeFolder) })}
        </p>
      );
    case 'read': {
      const parsed = parsePort(editor.draft.port);
      const port = parsed.kind === 'port' ? parsed.port : undefined;
      const fitting = state.places.filter((place) => port === undefined || place.port === port);
      if (fitting.length > 0) return <PlaceList editor={editor} places={fitting} />;
      const others = [...new Set(state.places.map((place) => place.port))].slice(
        0,
        OTHER_PORTS_MAX,
      );
      const values = { port: String(port ?? ''), folder: toShortPath(state.folder, homeFolder) };
      return (
        <p className="field-hint">
          {others.length === 0
            ? t('form.find-nothing', values)
            : t('form.find-others', { ...values, others: others.join(', ') })}
        </p>
      );
    }
  }
}

function PlaceList(props: {
  readonly editor: DraftEditor;
  readonly places: readonly FoundPlace[];
}) {
  const { t, homeFolder } = useWords();
  const { draft, change } = props.editor;
  const known = new Set(draft.targets.map((target) => JSON.stringify(target)));
  return (
    <ul className="found-list">
      {props.places.map(({ target, port, line, text }) => {
        const own = toTargetDraft(target, homeFolder);
        const id = JSON.stringify(own);
        const isTaken = known.has(id);
        const take = () => {
          const targets = [...draft.targets.filter((one) => !isEmptyTarget(one)), own];
          change({ targets, ...(draft.port.trim() === '' && { port: String(port) }) });
        };
        return (
          <li key={id} className="found-place">
            <span className="check-text">
              <PlaceLine file={target.file} line={line} text={text} />
            </span>
            <Button
              isSmall
              isDisabled={isTaken}
              onPress={take}
              {...(!isTaken && {
                'aria-label': t('form.find-add-line', { line: String(line), text }),
              })}
            >
              {t(isTaken ? 'form.find-added' : 'form.find-add')}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
