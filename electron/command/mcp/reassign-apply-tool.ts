import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { toReassignSentence } from '../../../shared/messages/reassign-sentences.ts';
import { portSchema } from '../../../shared/port.ts';
import {
  movedServiceSchema,
  reassignOutcomeSchema,
  type ReadyReassignPlan,
  type ReassignOutcome,
} from '../../../shared/reassign.ts';
import type { PlanRegistry } from '../../core/plan-registry.ts';
import { carryOutMove, type Move } from '../reassign/carry-out-move.ts';
import { openSettings } from '../call/own-settings.ts';
import { readPlan } from '../reassign/read-plan.ts';
import { answer, type Filled, type ToolAnswer } from './answer.ts';
import type { McpCall } from './mcp-call.ts';
import { movedFilesSchema, serviceNameSchema } from './move-documents.ts';
import { planTokenInput, refuseToken } from './plan-token.ts';
import { addTool, DESTRUCTIVE, type Toolbox } from './tool.ts';
import { refuseNotOurs, refuseUnread } from './trouble.ts';
import { withoutPasswords } from './without-passwords.ts';

/** Moves that were shown to an agent, each to be carried out once. */
export type MoveOrders = PlanRegistry<Move>;

const input = planTokenInput('reassign_plan');

const output = z.strictObject({
  name: serviceNameSchema,
  from: portSchema,
  to: portSchema,
  isMoved: z.boolean().describe('All lines of the plan are written. False: none is.'),
  isRunning: z.boolean().describe('The service is proven to listen on its new port.'),
  files: movedFilesSchema,
  outcome: z.enum(reassignOutcomeSchema.options.map(({ shape }) => shape.kind.value)),
  service: movedServiceSchema.nullable().describe('What became of the service; null: not moved.'),
  undoId: z.string().nullable().describe('The move, as undo shows it.'),
  sentence: z.string().describe('The outcome in words.'),
  next: z.string().nullable().describe('What to do now; null: nothing.'),
  notes: z.array(z.string()),
});

/** `reassign_apply`: carries out a plan of `reassign_plan`, once. */
export function addReassignApplyTool(toolbox: Toolbox, call: McpCall, orders: MoveOrders): void {
  const { t } = call;
  addTool(toolbox, {
    name: 'reassign_apply',
    title: 'Move a service as planned',
    description:
      'Carries out one plan of reassign_plan: reads ports and files again, and only where they are as in the plan keeps the new port, backs the files up and writes all lines or none; then restarts the service where the plan says so and proves that it listens. Where anything differs nothing is written and the outcome is "changed". With a restart it can take a minute and a half.',
    input,
    output,
    annotations: DESTRUCTIVE,
    async run({ token }): Promise<ToolAnswer<Filled<z.input<typeof output>>>> {
      const order = orders.take(token);
      if (order === undefined) return refuseToken('reassign_plan', 'Nothing was changed.');
      const notes: string[] = [];
      const complain = (text: string): void => void notes.push(text);
      const ours = { ...call, host: withoutPasswords(call.host), complain };
      const settings = await openSettings(ours, t);
      if (settings === undefined) return refuseNotOurs(call);
      const watched = settings.watchedPorts.find(({ id }) => id === order.watched.id);
      if (watched === undefined || !isDeepStrictEqual(watched, order.watched)) {
        return answer({ ...toApplied(order, { kind: 'changed' }, call), notes });
      }
      const now = await readPlan(ours.host, settings, watched, order.plan.to);
      if (now.kind === 'failed') return refuseUnread(now, t);
      if (now.kind === 'refused' && now.refusal.kind !== 'edit-refused') {
        const { refusal } = now;
        return answer({ ...toApplied(order, { kind: 'refused', refusal }, call), notes });
      }
      if (now.kind === 'refused' || !isSamePlan(now, order.plan)) {
        return answer({ ...toApplied(order, { kind: 'changed' }, call), notes });
      }
      // Nobody can be asked to wait no longer.
      const progress = { tell: () => undefined, isCancelled: () => false };
      const outcome = await carryOutMove(ours, { ...order, settings }, progress, t);
      return answer({ ...toApplied(order, outcome, call), notes });
    },
  });
}

/** Whether the same bytes would be written, and the same service ended and started. */
function isSamePlan(now: ReadyReassignPlan, then: ReadyReassignPlan): boolean {
  return isDeepStrictEqual([now.edits, now.restart], [then.edits, then.restart]);
}

function toApplied({ plan, watched }: Move, outcome: ReassignOutcome, { host, t }: McpCall) {
  const moved = outcome.kind === 'reassigned' ? outcome : undefined;
  return {
    name: watched.name,
    from: plan.from,
    to: plan.to,
    isMoved: moved !== undefined,
    isRunning: moved?.service.kind === 'running',
    files: moved?.files ?? [],
    outcome: outcome.kind,
    service: moved?.service ?? null,
    undoId: moved?.entryId ?? null,
    sentence: toReassignSentence(outcome, watched, host.homeFolder, t),
    next: toNext(outcome),
  };
}

function toNext(outcome: ReassignOutcome): string | null {
  switch (outcome.kind) {
    case 'reassigned':
      return toNextOfService(outcome.service.kind);
    case 'changed':
    case 'port-taken':
    case 'refused':
      return 'Nothing was written. Call reassign_plan again and look at the new plan.';
    case 'write-failed':
    case 'stuck':
      return 'Tell the person what the sentence says; do not edit the files yourself.';
  }
}

function toNextOfService(
  kind: Extract<ReassignOutcome, { kind: 'reassigned' }>['service']['kind'],
): string | null {
  switch (kind) {
    case 'running':
      return null;
    case 'not-restarted':
      return 'Restart the service, or ask the person to; "undo" takes the move back.';
    case 'not-ended':
    case 'not-started':
    case 'not-up':
    case 'not-awaited':
      return 'Read the output of the service where a log file is named, and tell the person; "undo" takes the move back.';
  }
}
