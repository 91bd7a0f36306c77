import { useState } from 'react';
import { toPassedOverWords } from '../../shared/messages/passed-over.ts';
import { toReassignRefusalSentence } from '../../shared/messages/reassign-sentences.ts';
import { toRestartHint } from '../../shared/messages/restart-hint.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import { isRestartExpected, type ConfigEdit, type PassedOver } from '../../shared/reassign.ts';
import { Button } from '../components/Button.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { SwitchField } from '../components/Fields.tsx';
import { formatList } from '../words/list.ts';
import { Foreign, Say } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { useActs, type OpenDialog } from './acts.ts';
import { MentionList } from './MentionList.tsx';
import { useMovePlan } from './use-move-plan.ts';

const PASSED_OVER_MAX = 6;

/** A move as it would happen: the port, the ports passed over and why, the lines that change. */
export function MoveDialog(props: { readonly dialog: Extract<OpenDialog, { kind: 'move' }> }) {
  const { t, homeFolder } = useWords();
  const acts = useActs();
  const { offer, found, chosen, isPlanning, choose } = useMovePlan(props.dialog);
  const { plan, watchedPort } = offer;
  const [restarts, setRestarts] = useState(plan.kind === 'ready' && isRestartExpected(plan));
  if (plan.kind === 'refused') {
    return (
      <Dialog
        title={<Say saying={{ key: 'move.refused-title', values: { name: watchedPort.name } }} />}
        onClose={acts.closeDialog}
        acts={
          <>
            <Button autoFocus onPress={acts.closeDialog}>
              {t('dialog.close')}
            </Button>
            <Button
              look="filled"
              onPress={() => {
                acts.closeDialog();
                acts.openSettings();
              }}
            >
              {t('card.open-settings')}
            </Button>
          </>
        }
      >
        <p className="evidence">
          {toReassignRefusalSentence(plan.refusal, watchedPort, homeFolder, t)}
        </p>
      </Dialog>
    );
  }
  const to = String(plan.to);
  return (
    <Dialog
      title={<Say saying={{ key: 'move.title', values: { name: watchedPort.name, to } }} />}
      onClose={acts.closeDialog}
      acts={
        <>
          <Button onPress={acts.closeDialog}>{t('dialog.cancel')}</Button>
          <Button
            look="filled"
            autoFocus
            isDisabled={isPlanning}
            onPress={() => acts.runMove(offer, restarts)}
          >
            {t('card.move', { port: to })}
          </Button>
        </>
      }
    >
      <PassedOverLine passedOver={plan.passedOver} to={to} />
      {plan.alongside !== undefined && (
        <p>{t('move.both-protocols', { to, name: watchedPort.name })}</p>
      )}
      {plan.isEphemeral === true && <p>{t('move.ephemeral', { to })}</p>}
      {toLines(plan.edits).map((edit) => (
        <Diff key={`${edit.realPath} ${edit.line}`} edit={edit} />
      ))}
      {found !== undefined && (
        <MentionList port={plan.from} found={found} chosen={chosen} onChoose={choose} />
      )}
      {plan.restart === undefined ? (
        <p>{t('move.next', { name: watchedPort.name })}</p>
      ) : (
        <>
          <p>{t('move.kept')}</p>
          <SwitchField
            label={t('move.restart', { to })}
            hint={toRestartHint(plan.restart, homeFolder, t)}
            isOn={restarts}
            onChange={setRestarts}
          />
        </>
      )}
    </Dialog>
  );
}

/** Each changed line once, however many numbers change in it. */
function toLines(edits: readonly ConfigEdit[]): readonly ConfigEdit[] {
  return [...new Map(edits.map((edit) => [`${edit.realPath} ${edit.line}`, edit])).values()];
}

function PassedOverLine(props: {
  readonly passedOver: readonly PassedOver[];
  readonly to: string;
}) {
  const { t, locale } = useWords();
  const { passedOver, to } = props;
  if (passedOver.length === 0) return <p>{t('move.chosen', { to })}</p>;
  const reasons = toPassedOverWords(passedOver, t, PASSED_OVER_MAX);
  const list = formatList(reasons, locale);
  return <p>{t('move.chosen-because', { to, reasons: list })}</p>;
}

function Diff(props: { readonly edit: ConfigEdit }) {
  const { t, homeFolder } = useWords();
  const { edit } = props;
  return (
    <figure className="diff">
      <figcaption className="diff-file">
        <Say
          saying={{
            key: 'move.file-line',
            values: {
              file: toShortPath(edit.target.file, homeFolder),
              line: String(edit.line),
            },
          }}
          strong={['file']}
        />
      </figcaption>
      <div className="diff-line before">
        <span className="only-heard">{t('move.before')}</span>
        <Foreign text={edit.before} />
      </div>
      <div className="diff-line after">
        <span className="only-heard">{t('move.after')}</span>
        <Foreign text={edit.after} />
      </div>
    </figure>
  );
}
