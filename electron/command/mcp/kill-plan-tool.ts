import { z } from 'zod';
import { killWayKindSchema } from '../../../shared/kill.ts';
import { protocolSchema } from '../../../shared/listener.ts';
import { toKillSentence } from '../../../shared/messages/kill-sentences.ts';
import { portSchema } from '../../../shared/port.ts';
import { PLAN_LIFETIME_MS } from '../../core/plan-registry.ts';
import { toRefused } from '../kill/kill-exit.ts';
import { toKillDocument } from '../kill/kill-json.ts';
import { planKill, type KillOrder } from '../kill/kill-order.ts';
import { toPlanText } from '../kill/kill-text.ts';
import type { PlannedKill } from '../kill/planned-kill.ts';
import { answer, refuse, type Filled, type ToolAnswer, type ToolRefusal } from './answer.ts';
import { killDocument } from './documents.ts';
import type { KillOrders } from './kill-apply-tool.ts';
import type { McpCall } from './mcp-call.ts';
import { planTargetInput, refusePlanTarget, toPlanTarget } from './plan-target.ts';
import { addTool, PLANNING, type Toolbox } from './tool.ts';

const input = z.strictObject({
  ...planTargetInput,
  way: killWayKindSchema
    .optional()
    .describe('Default: what helps best, e.g. the container instead of its process.'),
  force: z
    .boolean()
    .default(false)
    .describe(
      'At once (SIGKILL or its like), without a chance to save; only for processes, tree and watcher.',
    ),
  timeoutSeconds: z
    .number()
    .int()
    .min(1)
    .max(60)
    .optional()
    .describe('How long they may take to end when asked to. Default: from the settings.'),
});

const output = z.strictObject({
  token: z.string().describe('For kill_apply, once.'),
  expiresAt: z.string().describe('ISO 8601; five minutes from now.'),
  summary: z.string().describe('The plan in words, to be shown to the person.'),
  port: portSchema,
  protocol: protocolSchema,
  kills: z
    .array(
      killDocument.extend({
        refusal: z.string().nullable().describe('Why this one is never ended; null: it will be.'),
      }),
    )
    .describe('One an act; kill_apply carries them out in this order.'),
});
type Planned = Filled<z.input<typeof output>>;

/** `kill_plan`: whom a kill would end and how; ends nobody. */
export function addKillPlanTool(toolbox: Toolbox, call: McpCall, orders: KillOrders): void {
  addTool(toolbox, {
    name: 'kill_plan',
    title: 'Plan to free a port',
    description:
      'Plans to free a port and ends nobody: shows which processes would end, by which way, what else they hold and what follows, and gives a token. Show the plan to the person unless they already asked for exactly this, then call kill_apply with the token. Hidden owners, other accounts, the system and whatever the person protects are refused.',
    input,
    output,
    annotations: PLANNING,
    async run(given): Promise<ToolAnswer<Planned>> {
      const target = toPlanTarget(given);
      if (target === undefined) return refusePlanTarget('A plan is for one port.');
      const { protocol, way, force, timeoutSeconds } = given;
      const asked = {
        target,
        protocol,
        way,
        means: force ? 'force' : 'graceful',
        graceMs: timeoutSeconds === undefined ? undefined : timeoutSeconds * 1000,
      } as const;
      const complaints: string[] = [];
      const complain = (text: string): void => void complaints.push(text);
      const order = await planKill({ ...call, complain }, asked, call.t);
      if ('refused' in order) {
        return refuse(
          'cannot-plan',
          complaints.join(' '),
          'Correct the arguments, or call "why" or "doctor" to learn more. Nothing was ended.',
        );
      }
      return findObstacle(order, call) ?? answer(toDocument(order, asked, call, orders));
    },
  });
}

/** Why the plan gets no token. */
function findObstacle({ target, kills }: KillOrder, { t }: McpCall): ToolRefusal | undefined {
  const { port, protocol } = target;
  if (kills.length === 0) {
    return refuse(
      'nobody-listens',
      `Nobody listens on port ${port} (${protocol}).`,
      'Call "check" with this port to learn whether a program can use it.',
    );
  }
  if (kills.every(({ way }) => way === undefined)) {
    return refuse(
      'never-ended',
      kills.map((kill) => toRefusal(kill, t)).join(' '),
      'Do not try another way. Tell the person, or call "free" and use another port.',
    );
  }
  // An agent asks no administrator for a password.
  if (kills.some(({ plans }) => plans.some(({ needsRights }) => needsRights))) {
    return refuse(
      'needs-rights',
      'It belongs to another account, so an administrator must agree.',
      `Ask the person to run "portreeve kill ${port}${protocol === 'udp' ? ' --udp' : ''}" themselves, or use another port.`,
    );
  }
  return undefined;
}

function toRefusal(kill: PlannedKill, t: McpCall['t']): string | null {
  const [first] = kill.plans;
  const refused = kill.way === undefined ? toRefused(first) : undefined;
  return refused === undefined ? null : toKillSentence(refused, first.port, t);
}

function toDocument(
  order: KillOrder,
  { means }: { readonly means: 'graceful' | 'force' },
  { host, t }: McpCall,
  orders: KillOrders,
): Planned {
  const { target, kills, settings } = order;
  const nowMs = host.clock.wallMs();
  const planned = kills.map((kill) => ({ kill, outcome: undefined, sentence: undefined }));
  const document = toKillDocument(target, { means, isDryRun: true }, planned);
  return {
    token: orders.issue({ ...order, means }),
    expiresAt: new Date(nowMs + PLAN_LIFETIME_MS).toISOString(),
    summary: toPlanText(kills, {
      port: target.port,
      protocol: target.protocol,
      means,
      forcesAfterGrace: settings.forceAfterGrace,
      system: host.system,
      homeFolder: host.homeFolder,
      locale: 'en',
      nowMs,
      t,
    }),
    port: target.port,
    protocol: target.protocol,
    kills: document.kills.map(({ outcome: _outcome, sentence: _sentence, ...kill }, index) => {
      const of = kills[index];
      return {
        ...kill,
        refusal: of === undefined ? null : toRefusal(of, t),
      };
    }),
  };
}
