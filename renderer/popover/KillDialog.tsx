import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { toAlsoHeldWords } from '../../shared/also-held.ts';
import type { KillPlan, KillWarning } from '../../shared/kill.ts';
import { toRealMeans } from '../../shared/real-means.ts';
import { Button } from '../components/Button.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { Choice } from '../components/Fields.tsx';
import {
  findWay,
  isOfProcesses,
  sayKillButton,
  sayKillRefusal,
  sayKillTitle,
  sayKillWarning,
  sayMeans,
  sayWay,
  toOfferedWays,
  toSignalled,
  type KillView,
} from '../words/kill-words.ts';
import { Say } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { useActs, type OpenDialog } from './acts.ts';
import { KillSubjects } from './KillSubjects.tsx';
import { ProcessList } from './ProcessList.tsx';

type KillDialogState = Extract<OpenDialog, { kind: 'kill' }>;

/** How the port would be freed, whom that stops, and what else would go with it. */
export function KillDialog(props: {
  readonly dialog: KillDialogState;
  /** Whether the settings let force follow by itself. */
  readonly isForceNext: boolean;
}) {
  const { t } = useWords();
  const acts = useActs();
  const { dialog, isForceNext } = props;
  const { plan, means } = dialog;
  const [kind, setKind] = useState(dialog.way);
  const ways = toOfferedWays(plan, means);
  const way = findWay(ways, kind);
  if (way === undefined) return <RefusalDialog plan={plan} />;
  const view: KillView = { plan, way, means: toRealMeans(plan, means) };
  return (
    <Dialog
      isAlert
      title={<Say saying={sayKillTitle(view)} />}
      onClose={acts.closeDialog}
      acts={
        <>
          <Button autoFocus onPress={acts.closeDialog}>
            {t('dialog.cancel')}
          </Button>
          <Button
            look={isOfProcesses(way) ? 'danger-filled' : 'filled'}
            onPress={() => acts.runKill(dialog, way.kind)}
          >
            <span className="one-line">
              <Say saying={sayKillButton(view)} />
            </span>
          </Button>
        </>
      }
    >
      {/* Why it asks comes first: the processes below may be many. */}
      <Warnings plan={plan} kinds={(kind) => isOfProcesses(way) || !isOfProcessesOnly(kind)} />
      {ways.length > 1 && (
        <Choice
          label={t('kill.ways')}
          value={way.kind}
          onChange={setKind}
          options={ways.map((one) => ({
            value: one.kind,
            label: <Say saying={sayWay(one, plan)} />,
          }))}
        />
      )}
      {sayMeans(view, isForceNext).map((saying) => (
        <p key={saying.key}>
          <Say saying={saying} strong={['name']} />
        </p>
      ))}
      <AlsoHolds view={view} />
      <KillSubjects view={view} />
    </Dialog>
  );
}

function RefusalDialog({ plan }: { readonly plan: KillPlan }) {
  const { t } = useWords();
  const acts = useActs();
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
      {plan.refusal !== undefined && (
        <p className="evidence">
          <Say saying={sayKillRefusal(plan.refusal)} strong={['name']} />
        </p>
      )}
      <Warnings plan={plan} kinds={(kind) => kind === 'engine-silent'} />
      <ProcessList owners={plan.targets} />
    </Dialog>
  );
}

/** Of no account where somebody else is told to stop them, or said by the dialog itself then. */
function isOfProcessesOnly(kind: KillWarning['kind']): boolean {
  return kind === 'container' || kind === 'force-only';
}

function Warnings(props: {
  readonly plan: KillPlan;
  /** Which of them say something here that the dialog does not say by itself. */
  readonly kinds: (kind: KillWarning['kind']) => boolean;
}) {
  const { plan, kinds } = props;
  const warnings = plan.warnings.filter(({ kind }) => kinds(kind));
  if (warnings.length === 0) return null;
  return (
    <ul className="warning-list">
      {warnings.map((warning) => (
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

/** Other ports that go with it; what a container or a watcher holds besides is not known. */
function AlsoHolds({ view }: { readonly view: KillView }) {
  const { t } = useWords();
  const { alsoHolds, protocol, targets } = view.plan;
  if (alsoHolds.length === 0 || view.way.kind === 'container-restart') return null;
  const signalled = toSignalled(view).length;
  return (
    <p className="evidence">
      {t('kill.also-holds', {
        count: Math.max(targets.length, signalled),
        addresses: toAlsoHeldWords(alsoHolds, protocol).join(t('list.separator')),
      })}
    </p>
  );
}
