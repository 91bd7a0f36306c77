import { z } from 'zod';
import { toReassignRefusalSentence } from '../../../shared/messages/reassign-sentences.ts';
import { portSchema } from '../../../shared/port.ts';
import {
  isRestartExpected,
  passedOverSchema,
  type ReadyReassignPlan,
} from '../../../shared/reassign.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import { PLAN_LIFETIME_MS } from '../../core/plan-registry.ts';
import type { Move } from '../reassign/carry-out-move.ts';
import { isBlind } from '../call/is-blind.ts';
import { findMoveTarget } from '../reassign/move-target.ts';
import { readPlan } from '../reassign/read-plan.ts';
import { toPlanText } from '../reassign/reassign-text.ts';
import { answer, refuse, type Filled, type ToolAnswer, type ToolRefusal } from './answer.ts';
import type { McpCall } from './mcp-call.ts';
import {
  diffLineDocument,
  restartDocument,
  serviceNameSchema,
  toDiffLines,
  toRestartDocument,
} from './move-documents.ts';
import type { MoveOrders } from './reassign-apply-tool.ts';
import { planTargetInput, refusePlanTarget, toPlanTarget } from './plan-target.ts';
import { addTool, PLANNING, type Toolbox } from './tool.ts';
import { refuseNotOurs, refuseUnread } from './trouble.ts';

const input = z.strictObject({
  ...planTargetInput,
  to: portSchema
    .optional()
    .describe('This port or none. Default: the next one by the rules that the person set.'),
  restart: z
    .boolean()
    .optional()
    .describe(
      'Whether the service is started on its new port. Default: only where that ends nothing that runs.',
    ),
});

const output = z.strictObject({
  token: z.string().describe('For reassign_apply, once.'),
  expiresAt: z.string().describe('ISO 8601; five minutes from now.'),
  summary: z.string().describe('The plan in words, to be shown to the person.'),
  name: serviceNameSchema,
  from: portSchema,
  to: portSchema,
  ephemeral: z
    .boolean()
    .describe('The system may lend the new port to an outgoing connection while nobody listens.'),
  passedOver: z.array(passedOverSchema).describe('Ports that were not chosen, and why.'),
  lines: z.array(diffLineDocument).describe('Every line that changes; nothing else does.'),
  restarts: z.boolean().describe('What reassign_apply will do.'),
  restart: restartDocument
    .nullable()
    .describe('How the service can be started again; null: nobody knows, so the person must.'),
});
type Planned = Filled<z.input<typeof output>>;

/** `reassign_plan`: where a service would move and which lines that changes; changes nothing. */
export function addReassignPlanTool(toolbox: Toolbox, call: McpCall, orders: MoveOrders): void {
  const { host, t } = call;
  addTool(toolbox, {
    name: 'reassign_plan',
    title: 'Plan to move a service',
    description:
      'Plans to move a watched service to a port that is free, and changes nothing: shows the port and why others were passed over, every line of every configuration file that would change, whether the service can be restarted and what that would end, and gives a token. Show the plan to the person unless they already asked for exactly this, then call reassign_apply with the token.',
    input,
    output,
    annotations: PLANNING,
    async run(given): Promise<ToolAnswer<Planned>> {
      const target = toPlanTarget(given);
      if (target === undefined) return refusePlanTarget('A plan is for one service.');
      const loaded = await host.settingsStore.read();
      if (isBlind(loaded) || !call.ownsSettings) return refuseNotOurs(call);
      const { settings } = loaded;
      const asked = { target, protocol: given.protocol };
      const found = findMoveTarget(asked, settings.watchedPorts, t);
      if (found.kind !== 'found') {
        return refuse(
          found.kind,
          found.sentence,
          'Call "check" to see what is watched. Nothing was changed.',
        );
      }
      const { watched } = found;
      const plan = await readPlan(host, settings, watched, given.to);
      if (plan.kind === 'failed') return refuseUnread(plan, t);
      if (plan.kind === 'refused') {
        return refuse(
          plan.refusal.kind,
          toReassignRefusalSentence(plan.refusal, watched, host.homeFolder, t),
          'Tell the person. Do not edit the files by other means because a plan was refused.',
        );
      }
      const restarts = given.restart ?? isRestartExpected(plan);
      if (restarts && plan.restart === undefined) return refuseRestart(watched, call);
      return answer(toDocument({ plan, watched, settings, restarts }, call, orders));
    },
  });
}

function refuseRestart({ name }: WatchedPort, { t }: McpCall): ToolRefusal {
  return refuse(
    'no-restart',
    t('command.move-no-restart', { name }),
    'Call again with "restart" false, and tell the person to start it after the move.',
  );
}

function toDocument(move: Move, { host, t }: McpCall, orders: MoveOrders): Planned {
  const { plan, watched, restarts } = move;
  const { homeFolder } = host;
  return {
    token: orders.issue(move),
    expiresAt: new Date(host.clock.wallMs() + PLAN_LIFETIME_MS).toISOString(),
    summary: toPlanText(toShown(move), { name: watched.name, restarts, homeFolder, t }),
    name: watched.name,
    from: plan.from,
    to: plan.to,
    ephemeral: plan.isEphemeral === true,
    passedOver: plan.passedOver,
    lines: toDiffLines(plan.edits),
    restarts,
    restart: plan.restart === undefined ? null : toRestartDocument(plan.restart),
  };
}

/** An agent has no flag `--restart` to be told of. */
function toShown({ plan, restarts }: Move): ReadyReassignPlan {
  if (restarts) return plan;
  const { restart: _unused, ...shown } = plan;
  return shown;
}
