import { useState, type ReactNode } from 'react';
import type { Protocol } from '../../shared/listener.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { invoke } from '../bridge.ts';
import { Button } from '../components/Button.tsx';
import { Segmented, SwitchField, TextField } from '../components/Fields.tsx';
import { toPlainText } from '../words/saying.ts';
import type { DraftEditor } from './draft-editor.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { AcceptedOwners } from './AcceptedOwners.tsx';
import { AllocationFields } from './AllocationFields.tsx';
import { ConfigTargetFields } from './ConfigTargetFields.tsx';
import { isSameDraft, parseDraft, toDraft, type Draft } from './draft.ts';
import { FoundPlaces } from './FoundPlaces.tsx';
import { HealthFields } from './HealthFields.tsx';
import { OwnerRuleFields } from './OwnerRuleFields.tsx';
import { PortNow } from './PortNow.tsx';

interface Props {
  readonly id: string;
  /** Absent for a port that is not watched yet. */
  readonly saved: WatchedPort | undefined;
  readonly draft: Draft;
  readonly snapshot: Snapshot;
  readonly onEdit: (draft: Draft) => void;
  /** The draft is no longer needed: it was saved or given up. */
  readonly onLeave: () => void;
}

/** One watched port; every field is judged while a person types. */
export function WatchedForm(props: Props) {
  const { t, homeFolder } = useWords();
  const { id, saved, draft, snapshot } = props;
  const [wasTried, setWasTried] = useState(false);
  const [isPair, setIsPair] = useState(false);
  const [told, setTold] = useState<{ readonly isGood: boolean; readonly text: string }>();
  const others = snapshot.settings.watchedPorts.filter((other) => other.id !== id);
  const parsed = parseDraft(draft, { id, others, homeFolder });
  const isChanged = saved === undefined || !isSameDraft(draft, toDraft(saved, homeFolder));

  const editor: DraftEditor = {
    draft,
    change: (part) => {
      setTold(undefined);
      props.onEdit({ ...draft, ...part });
    },
    problemOf: (field) => {
      if (parsed.kind === 'valid' || (!wasTried && draft[field] === '')) return undefined;
      const problem = parsed.problems[field];
      return problem === undefined ? undefined : toPlainText(t, problem);
    },
    targetProblemOf: (index, field) => {
      if (parsed.kind === 'valid' || (!wasTried && draft.targets[index]?.[field] === '')) {
        return undefined;
      }
      const problem = parsed.targetProblems[index]?.[field];
      return problem === undefined ? undefined : toPlainText(t, problem);
    },
  };

  const save = async () => {
    setWasTried(true);
    if (parsed.kind === 'invalid') return;
    const { watchedPort } = parsed;
    // The other one first: what is wrong with it is told while nothing is saved yet.
    const other = isPair ? await saveWatchedPort(toOtherProtocol(watchedPort)) : undefined;
    const answer = other?.isGood === false ? other : await saveWatchedPort(watchedPort);
    setTold(answer);
    if (answer.isGood) props.onLeave();
  };
  const saveWatchedPort = async (watchedPort: WatchedPort) => {
    try {
      const reply = await invoke('watched-port.save', { watchedPort });
      switch (reply.kind) {
        case 'saved':
          return { isGood: true, text: t('form.saved') };
        case 'watched-twice':
          return { isGood: false, text: t('watch.watched-twice', { name: reply.name }) };
        case 'too-many':
          return { isGood: false, text: t('watch.too-many') };
        case 'declined':
          return { isGood: false, text: t('watch.declined') };
      }
    } catch {
      return { isGood: false, text: t('act.refused') };
    }
  };
  const remove = () => {
    invoke('watched-port.remove', { watchedPortId: id }).then(props.onLeave, () =>
      setTold({ isGood: false, text: t('act.refused') }),
    );
  };

  return (
    <form
      className="port-form"
      aria-label={saved === undefined ? t('watch.a-port') : saved.name}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="port-form-fields">
        <FormFields editor={editor} snapshot={snapshot} saved={saved} isChanged={isChanged}>
          {saved === undefined && (
            <SwitchField
              label={t('form.pair', { protocol: toOther(draft.protocol).toUpperCase() })}
              hint={t('form.pair-hint')}
              isOn={isPair}
              onChange={setIsPair}
            />
          )}
        </FormFields>
        <HealthFields
          editor={editor}
          watchedPort={parsed.kind === 'valid' ? parsed.watchedPort : undefined}
        />
      </div>
      <div className="port-form-acts">
        {told !== undefined && (
          <p className={told.isGood ? 'told-good' : 'field-problem'} role="status">
            {told.text}
          </p>
        )}
        {saved !== undefined && !isChanged && <Button onPress={remove}>{t('form.remove')}</Button>}
        {isChanged && (
          <>
            <Button onPress={props.onLeave}>{t('form.discard')}</Button>
            <Button look="filled" type="submit">
              {t(saved === undefined ? 'form.watch' : 'form.save')}
            </Button>
          </>
        )}
      </div>
    </form>
  );
}

const toOther = (protocol: Protocol): Protocol => (protocol === 'tcp' ? 'udp' : 'tcp');

/** The same service on the other protocol; its health is asked on one of them, over TCP. */
function toOtherProtocol({ probe: _probe, ...shared }: WatchedPort): WatchedPort {
  return { ...shared, id: crypto.randomUUID(), protocol: toOther(shared.protocol) };
}

function FormFields(props: {
  readonly editor: DraftEditor;
  readonly snapshot: Snapshot;
  readonly saved: WatchedPort | undefined;
  readonly isChanged: boolean;
  /** Stands below the protocol. */
  readonly children: ReactNode;
}) {
  const { t } = useWords();
  const { editor, snapshot, saved, isChanged } = props;
  const { draft, change, problemOf } = editor;
  const view = snapshot.watched.find(({ watchedPort }) => watchedPort.id === saved?.id);
  return (
    <>
      <div className="field-pair">
        <TextField
          label={t('form.port')}
          value={draft.port}
          onChange={(port) => change({ port })}
          problem={problemOf('port')}
          placeholder={t('form.example', { example: '3000' })}
          inputMode="numeric"
          autoFocus={saved === undefined && draft.port === ''}
        />
        <TextField
          label={t('watch.name')}
          value={draft.name}
          onChange={(name) => change({ name })}
          problem={problemOf('name')}
          placeholder={t('form.example', { example: 'web' })}
        />
      </div>
      <PortNow draft={draft} snapshot={snapshot} verdict={isChanged ? undefined : view?.verdict} />
      <OwnerRuleFields editor={editor} />
      {draft.acceptedOwners.length > 0 && <AcceptedOwners editor={editor} />}
      <AllocationFields editor={editor} listeners={snapshot.listeners} />
      <ConfigTargetFields editor={editor} />
      <FoundPlaces
        editor={editor}
        watchedPortId={saved?.expectedOwner.kind === 'project' ? saved.id : undefined}
      />
      <TextField
        label={t('form.restart-command')}
        value={draft.restartCommand}
        onChange={(restartCommand) => change({ restartCommand })}
        problem={problemOf('restartCommand')}
        placeholder={t('form.example', { example: 'npm run dev' })}
        hint={t('form.restart-command-hint')}
        isMono
      />
      <div className="field-pair">
        <Segmented
          label={t('form.protocol')}
          value={draft.protocol}
          onChange={(protocol) => change({ protocol })}
          options={[
            { value: 'tcp', label: 'TCP' },
            { value: 'udp', label: 'UDP' },
          ]}
        />
        <TextField
          label={t('form.address')}
          value={draft.address}
          onChange={(address) => change({ address })}
          problem={problemOf('address')}
          placeholder={t('form.address-any')}
        />
      </div>
      {props.children}
      <TextField
        label={t('form.auto-kill')}
        value={draft.autoKill}
        onChange={(autoKill) => change({ autoKill })}
        problem={problemOf('autoKill')}
        placeholder={t('form.example', { example: 'node' })}
        hint={t('form.auto-kill-hint')}
        isMono
      />
    </>
  );
}
