import { CircleAlert } from 'lucide-react';
import { formatLocalAddress, type Owner } from '../../shared/listener.ts';
import { toShortPath } from '../../shared/messages/sentences.ts';
import type { KillPlan } from '../../shared/kill.ts';
import { toProcessName } from '../../shared/titles.ts';
import { Button } from '../components/Button.tsx';
import { Dialog } from '../components/Dialog.tsx';
import {
  sayKillButton,
  sayKillRefusal,
  sayKillTitle,
  sayKillWarning,
} from '../words/kill-words.ts';
import { toProgram } from '../words/program.ts';
import { Command, Foreign, Say } from '../words/Say.tsx';
import { formatInstant } from '../words/time.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { useActs, type OpenDialog } from './acts.ts';

/** What would be stopped, by which means, and what else would go with it. */
export function KillDialog(props: { readonly dialog: Extract<OpenDialog, { kind: 'kill' }> }) {
  const { t } = useWords();
  const acts = useActs();
  const { plan, means } = props.dialog;
  const count = plan.targets.length;
  if (plan.refusal !== undefined) {
    return (
      <Dialog
        title={<Say saying={{ key: 'kill.refused-title', values: { port: String(plan.port) } }} />}
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
      title={<Say saying={sayKillTitle(plan, means)} />}
      onClose={acts.closeDialog}
      acts={
        <>
          <Button autoFocus onPress={acts.closeDialog}>
            {t('dialog.cancel')}
          </Button>
          <Button look="danger-filled" onPress={() => acts.runKill(props.dialog)}>
            <span className="one-line">
              <Say saying={sayKillButton(plan.targets, means)} />
            </span>
          </Button>
        </>
      }
    >
      {/* Why it asks comes first: the processes below may be many. */}
      <Warnings plan={plan} />
      <p>
        {means === 'force'
          ? t('kill.means-force', { count })
          : t('kill.means-graceful', { count, seconds: Math.round(plan.graceMs / 1000) })}
      </p>
      {plan.alsoHolds.length > 0 && (
        <p className="evidence">
          {t('kill.also-holds', {
            count,
            addresses: plan.alsoHolds
              .map(({ address, port }) => formatLocalAddress(address, port))
              .join(', '),
          })}
        </p>
      )}
      <Victims owners={plan.targets} />
    </Dialog>
  );
}

function Warnings({ plan }: { readonly plan: KillPlan }) {
  if (plan.warnings.length === 0) return null;
  return (
    <ul className="warning-list">
      {plan.warnings.map((warning) => (
        <li key={JSON.stringify(warning)} className="warning">
          <CircleAlert size={16} aria-hidden="true" />
          <span>
            <Say saying={sayKillWarning(warning, plan.targets.length)} />
          </span>
        </li>
      ))}
    </ul>
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
