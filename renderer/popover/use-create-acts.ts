import { useEffect, useMemo, useRef, useState } from 'react';
import { toKillSentence } from '../../shared/messages/kill-sentences.ts';
import { toNames, toReassignSentence, toUndoSentence } from '../../shared/messages/sentences.ts';
import type { KillMeans, KillOutcome } from '../../shared/kill.ts';
import { invoke } from '../bridge.ts';
import { toShown } from '../lists/evidence.ts';
import { sayKillButton } from '../words/kill-words.ts';
import { useWords } from '../words/WordsProvider.tsx';
import {
  toWatchedItemId,
  UNDO_SUBJECT,
  type Acts,
  type KillTarget,
  type OpenDialog,
  type OutcomeLine,
} from './acts.ts';

const GOOD_NEWS_MS = 12_000;

/** Builds the acts of one popover: it asks main, and keeps what main answered. */
export function useCreateActs(): Acts {
  const words = useWords();
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, OutcomeLine>>(new Map());
  const [dialog, setDialog] = useState<OpenDialog>();
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const latestWords = useRef(words);
  useEffect(() => {
    latestWords.current = words;
  });

  const acts = useMemo(() => {
    function tell(subjectId: string, line: OutcomeLine | undefined): void {
      clearTimeout(timers.current.get(subjectId));
      if (line?.tone === 'good') {
        timers.current.set(
          subjectId,
          setTimeout(() => tell(subjectId, undefined), GOOD_NEWS_MS),
        );
      }
      setOutcomes((known) => {
        const next = new Map(known);
        if (line === undefined) next.delete(subjectId);
        else next.set(subjectId, line);
        return next;
      });
    }

    /** Runs one act; a refusal of the whole command is told like any other outcome. */
    function run(subjectId: string, act: () => Promise<void>): void {
      act().catch(() => {
        tell(subjectId, { tone: 'bad', text: latestWords.current.t('act.refused') });
      });
    }

    async function kill(
      target: KillTarget,
      token: string,
      plan: Extract<OpenDialog, { kind: 'kill' }>['plan'],
      means: KillMeans,
    ): Promise<void> {
      const { t } = latestWords.current;
      const names = toNames(plan.targets);
      tell(target.subjectId, {
        tone: 'busy',
        text: t(means === 'force' ? 'act.forcing' : 'act.killing', {
          names,
          seconds: Math.round(plan.graceMs / 1000),
        }),
      });
      const reply = await invoke('owner.kill', {
        token,
        way: plan.ways[0]?.kind ?? 'processes',
        means,
      });
      if (reply.kind === 'token-expired') {
        tell(target.subjectId, { tone: 'plain', text: t('kill.token-expired') });
        return;
      }
      const { outcome } = reply;
      const canForce = outcome.kind === 'still-held' && outcome.means === 'graceful';
      tell(target.subjectId, {
        tone: toKillTone(outcome),
        text: toKillSentence(outcome, target.port, t),
        ...(canForce && {
          force: {
            // The sentence names who is left of them.
            target: { ...target, shown: toShown(outcome.holders) },
            saying: sayKillButton(outcome.holders, 'force'),
          },
        }),
      });
    }

    async function planKill(target: KillTarget, means: KillMeans): Promise<void> {
      const { t } = latestWords.current;
      tell(target.subjectId, { tone: 'busy', text: t('act.looking') });
      const { listenerKey, shown } = target;
      const reply = await invoke('owner.plan-kill', { listenerKey, shown });
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
          // Force is never used on processes that the person was not shown first.
          if (plan.asks || plan.refusal !== undefined || means === 'force') {
            tell(target.subjectId, undefined);
            setDialog({ kind: 'kill', target, token, plan, means });
          } else {
            await kill(target, token, plan, means);
          }
        }
      }
    }

    const closeDialog = () => setDialog(undefined);

    return {
      closeDialog,
      dismiss: (subjectId) => tell(subjectId, undefined),
      planKill: (target, means = 'graceful') =>
        run(target.subjectId, () => planKill(target, means)),
      runKill: ({ target, token, plan, means }) => {
        closeDialog();
        run(target.subjectId, () => kill(target, token, plan, means));
      },
      planMove: (watchedPort) =>
        run(toWatchedItemId(watchedPort.id), async () => {
          const reply = await invoke('service.plan-reassign', { watchedPortId: watchedPort.id });
          setDialog({ kind: 'move', watchedPort, ...reply });
        }),
      runMove: ({ watchedPort, token }) => {
        closeDialog();
        const subjectId = toWatchedItemId(watchedPort.id);
        run(subjectId, async () => {
          const { t, homeFolder } = latestWords.current;
          tell(subjectId, { tone: 'busy', text: t('act.moving', { name: watchedPort.name }) });
          const reply = await invoke('service.reassign', { token });
          if (reply.kind === 'token-expired') {
            tell(subjectId, { tone: 'plain', text: t('reassign.token-expired') });
            return;
          }
          tell(subjectId, {
            tone: reply.outcome.kind === 'reassigned' ? 'good' : 'bad',
            text: toReassignSentence(reply.outcome, watchedPort, homeFolder, t),
          });
        });
      },
      askWatch: (row) => setDialog({ kind: 'watch', row }),
      saveWatch: async (watchedPort) => {
        const { t } = latestWords.current;
        try {
          const reply = await invoke('watched-port.save', { watchedPort });
          if (reply.kind === 'watched-twice') return t('form.watched-twice', { name: reply.name });
          if (reply.kind === 'too-many') return t('form.too-many');
        } catch {
          return t('act.refused');
        }
        tell(toWatchedItemId(watchedPort.id), {
          tone: 'good',
          text: t('act.watched', { name: watchedPort.name, port: String(watchedPort.port) }),
        });
        return undefined;
      },
      undo: (undoable) =>
        run(UNDO_SUBJECT, async () => {
          const { t, homeFolder } = latestWords.current;
          const outcome = await invoke('service.undo-reassign', { entryId: undoable.entryId });
          tell(UNDO_SUBJECT, {
            tone: outcome.kind === 'undone' ? 'good' : 'bad',
            text: toUndoSentence(outcome, undoable.name, homeFolder, t),
          });
        }),
      acceptOwner: ({ id }, shown) =>
        run(toWatchedItemId(id), async () => {
          await invoke('watched-port.accept-owner', { watchedPortId: id, shown });
        }),
      mute: ({ id }, minutes) =>
        run(toWatchedItemId(id), async () => {
          await invoke('watched-port.mute', { watchedPortId: id, minutes });
        }),
      openSettings: (watchedPortId) =>
        run('window', async () => {
          await invoke('window.open', {
            window: 'settings',
            ...(watchedPortId !== undefined && { watchedPortId }),
          });
        }),
    } satisfies Omit<Acts, 'outcomes' | 'dialog'>;
  }, []);

  return useMemo(() => ({ ...acts, outcomes, dialog }), [acts, outcomes, dialog]);
}

function toKillTone(outcome: KillOutcome): OutcomeLine['tone'] {
  switch (outcome.kind) {
    case 'freed':
    case 'already-free':
    case 'restarted':
      return 'good';
    case 'changed':
      return 'plain';
    case 'still-held':
    case 'taken-again':
    case 'refused':
    case 'not-permitted':
    case 'not-elevated':
    case 'unit-failed':
    case 'engine-failed':
    case 'scan-failed':
      return 'bad';
  }
}
