import type { Translate } from '../../../shared/messages/translator.ts';
import type { MovePhase, ReadyReassignPlan, ReassignOutcome } from '../../../shared/reassign.ts';
import type { Settings } from '../../../shared/settings.ts';
import { listSameService, type WatchedPort } from '../../../shared/watched-port.ts';
import { askApp } from '../../core/ask-app.ts';
import { applyReassign } from '../../core/reassign/reassign-port.ts';
import type { CommandCall } from '../call/command-call.ts';
import { keepInHistory, keepMove, type MoveCall } from './keep-move.ts';

/** A move that was agreed to. */
export interface Move {
  readonly plan: ReadyReassignPlan;
  readonly watched: WatchedPort;
  readonly settings: Settings;
  readonly restarts: boolean;
}

interface Progress {
  readonly tell: (phase: MovePhase) => void;
  /** Whether nobody waits any longer for the service to be up. */
  readonly isCancelled: () => boolean;
}

/** Does a planned move, and writes it down in the history and in the watched port. */
export async function carryOutMove(
  call: MoveCall & Pick<CommandCall, 'keepsHistory'>,
  { plan, watched, settings, restarts }: Move,
  progress: Progress,
  t: Translate,
): Promise<ReassignOutcome> {
  let kept: Promise<boolean> = Promise.resolve(true);
  const service = listSameService(settings.watchedPorts, watched);
  const { outcome, entries } = await applyReassign(call.host, plan, watched, {
    settings,
    restarts,
    ...progress,
    onWritten: (entry) => {
      kept = keepMove(call, entry, t);
    },
    async handOver() {
      // An app that runs follows the move with what it holds, and frees that.
      await kept;
      await askAppForEach(call, 'hold.hand-over', service);
    },
  });
  const isMoveKept = await kept;
  const isRunning = outcome.kind === 'reassigned' && outcome.service.kind === 'running';
  if (restarts && !isRunning) await askAppForEach(call, 'hold.take-back', service);
  // What became of the service is worth nothing without the move, which was complained of already.
  const isKept = isMoveKept && (!call.keepsHistory || (await keepInHistory(call, entries, t)));
  if (outcome.kind === 'reassigned' && isKept) {
    await call.host.configFiles.finish(outcome.entryId);
  }
  return outcome;
}

/** Nothing where no app runs: then nothing is held. */
async function askAppForEach(
  { host: { coordinator } }: MoveCall,
  request: 'hold.hand-over' | 'hold.take-back',
  service: readonly WatchedPort[],
): Promise<void> {
  for (const { id } of service) await askApp(coordinator, request, { watchedPortId: id });
}
