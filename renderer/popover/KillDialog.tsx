import { CircleAlert } from 'lucide-react';
import { formatLocalAddress, type Owner } from '../../shared/listener.ts';
import { toNames, toShortPath } from '../../shared/messages/sentences.ts';
import { Button } from '../components/Button.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { sayKillRefusal, sayKillWarning } from '../words/kill-words.ts';
import { toProcessName, toProgram } from '../words/program.ts';
import { Command, Foreign, Say } from '../words/Say.tsx';
import { formatInstant } from '../words/time.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { useActs, type OpenDialog } from './acts.ts';

/** What would be stopped, by which means, and what else would go with it. */
export function KillDialog(props: { readonly dialog: Extract<OpenDialog, { kind: 'kill' }> }) {
  const { t } = useWords();
  const acts = useActs();
  const { plan, means } = props.dialog;
  const names = toNames(plan.targets);
  const values = { name: names, port: String(plan.port) };
  if (plan.refusal !== undefined) {
    return (
      <Dialog
        title={<Say saying={{ key: 'kill.refused-title', values: { port: values.port } }} />}
        onClose={acts.closeDialog}
        acts={
          <Button look="filled" autoFocus onPress={acts.closeDialog}>
            {t('dialog.close')}
          </Button>
        }
      >
        <p className="evidence">
          <Say saying={sayKillRefusal(plan.refusal)} strong={['name']} />
        </p>
        <Victims owners={plan.targets} />
      </Dialog>
    );
  }
  return (
    <Dialog
      isAlert
      title={
        <Say saying={{ key: means === 'force' ? 'kill.force-title' : 'kill.title', values }} />
      }
      onClose={acts.closeDialog}
      acts={
        <>
          <Button autoFocus onPress={acts.closeDialog}>
            {t('dialog.cancel')}
          </Button>
          <Button look="danger-filled" onPress={() => acts.runKill(props.dialog)}>
            <span className="one-line">
              <Say
                saying={{
                  key: means === 'force' ? 'kill.force' : 'kill.button',
                  values: { name: names },
                }}
              />
            </span>
          </Button>
        </>
      }
    >
      <p>
        {means === 'force'
          ? t('kill.means-force')
          : t('kill.means-graceful', { seconds: Math.round(plan.graceMs / 1000) })}
      </p>
      <Victims owners={plan.targets} />
      {plan.warnings.length > 0 && (
        <ul className="warning-list">
          {plan.warnings.map((warning) => (
            <li key={warning.kind} className="warning">
              <CircleAlert size={16} aria-hidden="true" />
              <span>
                <Say saying={sayKillWarning(warning)} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {plan.alsoHolds.length > 0 && (
        <p className="evidence">
          {t('kill.also-holds', {
            addresses: plan.alsoHolds
              .map(({ address, port }) => formatLocalAddress(address, port))
              .join(', '),
          })}
        </p>
      )}
    </Dialog>
  );
}

function Victims(props: { readonly owners: readonly Owner[] }) {
  const { t, locale, homeFolder, nowMs } = useWords();
  if (props.owners.length === 0) return null;
  return (
    <ul className="victim-list">
      {props.owners.map((owner) => {
        const { folder } = toProgram(owner);
        const { startedAt } = owner;
        return (
          <li key={owner.identity.pid} className="victim evidence">
            <span className="victim-name">
              <Foreign text={toProcessName(owner)} className="one-line" />
              <span className="caption muted">
                {t('facts.pids', { pids: String(owner.identity.pid) })}
              </span>
            </span>
            {owner.command !== '' && (
              <span className="command">
                <Command text={owner.command} />
              </span>
            )}
            <span className="evidence-line">
              {folder !== undefined && <Foreign text={toShortPath(folder, homeFolder)} />}
              <Foreign text={owner.user} />
              {startedAt !== undefined && (
                <span>
                  {t('facts.since', { since: formatInstant(startedAt, nowMs, { locale }) })}
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
