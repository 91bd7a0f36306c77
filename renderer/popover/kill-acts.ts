import { toKillSentence } from '../../shared/messages/kill-sentences.ts';
import { toNames } from '../../shared/messages/safe-text.ts';
import type { KillMeans, KillOutcome, KillPlan, KillWayKind } from '../../shared/kill.ts';
import { toRealMeans } from '../../shared/real-means.ts';
import { invoke } from '../bridge.ts';
import { findWay, sayBusy, sayEnding, toOfferedWays } from '../words/kill-words.ts';
import { toPlainText } from '../words/saying.ts';
import type { Acts, KillTarget, OutcomeLine } from './acts.ts';
import type { ActTools } from './act-tools.ts';

interface Order {
  readonly target: KillTarget;
  readonly token: string;
  readonly plan: KillPlan;
  readonly way: KillWayKind;
  readonly means: KillMeans;
}

/** Asks for a plan, shows it where there is something to know, and carries it out. */
export function createKillActs(tools: ActTools): Pick<Acts, 'planKill' | 'runKill'> {
  const { tell, run, getWords, openDialog } = tools;

  async function kill({ target, token, plan, way, means }: Order): Promise<void> {
    const { t } = getWords();
    const chosen = plan.ways.find(({ kind }) => kind === way);
    const busy = sayBusy(
      { plan, way: chosen, means: toRealMeans(plan, means) },
      toNames(plan.targets),
    );
    tell(target.subjectId, { tone: 'busy', text: toPlainText(t, busy) });
    const reply = await invoke('owner.kill', { token, way, means });
    if (reply.kind === 'token-expired') {
      tell(target.subjectId, { tone: 'plain', text: t('kill.token-expired') });
      return;
    }
    const { outcome } = reply;
    tell(target.subjectId, {
      tone: toKillTone(outcome),
      text: toKillSentence(outcome, target.port, t),
      ...(toKillTone(outcome) === 'good' && { port: target.port }),
      ...('command' in outcome && outcome.command !== '' && { command: outcome.command }),
      ...(isOutlived(outcome) && {
        force: {
          // The sentence names who is left of them.
          target: {
            ...target,
            shown: outcome.holders.map(({ identity }) => identity),
            shownContainers: [],
          },
          way,
          saying: sayEnding(outcome.holders, 'force'),
        },
      }),
    });
  }

  async function planKill(
    target: KillTarget,
    means: KillMeans,
    wanted: KillWayKind | undefined,
  ): Promise<void> {
    const { t } = getWords();
    tell(target.subjectId, { tone: 'busy', text: t('act.looking') });
    const { listenerKey, shown, shownContainers } = target;
    const reply = await invoke('owner.plan-kill', { listenerKey, shown, shownContainers });
    switch (reply.kind) {
      case 'changed':
        tell(target.subjectId, { tone: 'plain', text: t('kill.changed') });
        return;
      case 'already-free':
        tell(target.subjectId, {
          tone: 'good',
          text: t('kill.already-free', { port: String(target.port) }),
        });
        return;
      case 'scan-failed':
        tell(target.subjectId, { tone: 'bad', text: t('kill.scan-failed-before') });
        return;
      case 'planned': {
        const { token, plan } = reply;
        const way = findWay(toOfferedWays(plan, means), wanted);
        // Force is never used on processes that the person was not shown first.
        if (plan.asks || plan.needsRights || way === undefined || means === 'force') {
          tell(target.subjectId, undefined);
          openDialog({ kind: 'kill', target, token, plan, means, way: way?.kind });
        } else {
          await kill({ target, token, plan, means, way: way.kind });
        }
      }
    }
  }

  return {
    planKill: (target, means = 'graceful', way) => {
      run(target.subjectId, () => planKill(target, means, way));
    },
    runKill: ({ target, token, plan, means }, way) => {
      openDialog(undefined);
      run(target.subjectId, () => kill({ target, token, plan, means, way }));
    },
  };
}

/** Whether force would help: who waits for a driver or shares a socket is not helped by it. */
function isOutlived(outcome: KillOutcome): outcome is Extract<KillOutcome, { kind: 'still-held' }> {
  if (outcome.kind !== 'still-held' || outcome.means !== 'graceful') return false;
  const { because } = outcome;
  return (
    because === 'slow' ||
    because === 'stopped' ||
    because === 'traced' ||
    because === 'ignores-term'
  );
}

function toKillTone(outcome: KillOutcome): OutcomeLine['tone'] {
  switch (outcome.kind) {
    case 'freed':
    case 'already-free':
    case 'restarted':
      return 'good';
    case 'changed':
      return 'plain';
    case 'not-elevated':
      return outcome.reason === 'dismissed' ? 'plain' : 'bad';
    case 'still-held':
    case 'taken-again':
    case 'refused':
    case 'not-permitted':
    case 'unit-failed':
    case 'engine-failed':
    case 'scan-failed':
      return 'bad';
  }
}
