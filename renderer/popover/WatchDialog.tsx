import { useState } from 'react';
import { toShortPath } from '../../shared/messages/short-path.ts';
import type { OwnerRule } from '../../shared/watched-port.ts';
import { Button } from '../components/Button.tsx';
import { Choice, TextField } from '../components/Fields.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { Say } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { useActs } from './acts.ts';
import type { ListenerRow } from '../lists/listener-rows.ts';
import { toLikelyName, toLikelyRule, toWatchedPort } from '../lists/suggest-watches.ts';

/** Asks for the two things a watch needs: a name, and who may hold the port. */
export function WatchDialog(props: { readonly row: ListenerRow; readonly isForMove: boolean }) {
  const { t, homeFolder } = useWords();
  const acts = useActs();
  const { row, isForMove } = props;
  const rules = toRules(row);
  const [name, setName] = useState(() => toLikelyName(row));
  const [kind, setKind] = useState<OwnerRule['kind']>(() => toLikelyRule(row).kind);
  const [problem, setProblem] = useState<string>();

  const save = async () => {
    const rule = rules.find((one) => one.kind === kind) ?? { kind: 'anybody' };
    if (name.trim() === '') {
      setProblem(t('watch.name-empty'));
      return;
    }
    const refused = await acts.saveWatch(toWatchedPort(row, name.trim(), rule));
    if (refused === undefined) acts.closeDialog();
    else setProblem(refused);
  };

  return (
    <Dialog
      title={<Say saying={{ key: 'watch.title', values: { port: String(row.port) } }} />}
      onClose={acts.closeDialog}
      acts={
        <>
          <Button onPress={acts.closeDialog}>{t('dialog.cancel')}</Button>
          <Button look="filled" onPress={() => void save()}>
            {t('watch.button')}
          </Button>
        </>
      }
    >
      {isForMove && <p>{t('watch.for-move')}</p>}
      <form
        className="field-group"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={t('watch.name')}
          value={name}
          onChange={(text) => {
            setName(text);
            setProblem(undefined);
          }}
          problem={problem}
          autoFocus
        />
        <Choice
          label={t('watch.expected-owner')}
          value={kind}
          onChange={setKind}
          options={rules.map((rule) => ({
            value: rule.kind,
            label: toRuleLabel(rule),
          }))}
        />
      </form>
    </Dialog>
  );

  function toRuleLabel(rule: OwnerRule): string {
    switch (rule.kind) {
      case 'anybody':
        return t('watch.anybody');
      case 'executable':
        return t('watch.program', { program: toShortPath(rule.executable, homeFolder) });
      case 'project':
        return t('watch.folder', { folder: toShortPath(rule.folder, homeFolder) });
      case 'container':
        return t('watch.container', { name: rule.name });
      case 'command':
        return rule.pattern;
    }
  }
}

/** The rules that fit the present owner, the narrowest first. */
function toRules(row: ListenerRow): readonly OwnerRule[] {
  // What only forwards a container's port may forward another's tomorrow.
  if (row.container !== undefined) return [toLikelyRule(row), { kind: 'anybody' }];
  const [owner] = row.owners;
  const folder = owner?.project ?? (owner?.cwd === '/' ? undefined : owner?.cwd);
  return [
    ...(folder === undefined ? [] : [{ kind: 'project', folder } as const]),
    ...(owner === undefined
      ? []
      : [{ kind: 'executable', executable: owner.executable ?? owner.name } as const]),
    { kind: 'anybody' },
  ];
}
