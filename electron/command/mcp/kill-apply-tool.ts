import { z } from 'zod';
import type { KillMeans, KillOutcome } from '../../../shared/kill.ts';
import { protocolSchema } from '../../../shared/listener.ts';
import { portSchema } from '../../../shared/port.ts';
import type { PlanRegistry } from '../../core/plan-registry.ts';
import { EXIT_CODES } from '../call/exit-codes.ts';
import { toExit } from '../kill/kill-exit.ts';
import { toKillDocument, type KillResult } from '../kill/kill-json.ts';
import { isBlind } from '../call/is-blind.ts';
import { carryOutKill, type KillOrder } from '../kill/kill-order.ts';
import { answer, refuse, type Filled, type ToolAnswer } from './answer.ts';
import { killDocument, ownerDocument } from './documents.ts';
import type { McpCall } from './mcp-call.ts';
import { planTokenInput, refuseToken } from './plan-token.ts';
import { addTool, DESTRUCTIVE, type Toolbox } from './tool.ts';

/** Kills that were shown to an agent, each to be carried out once. */
export type KillOrders = PlanRegistry<KillOrder & { readonly means: KillMeans }>;

const outcomeKindSchema = z.enum([
  'freed',
  'restarted',
  'still-held',
  'taken-again',
  'already-free',
  'changed',
  'refused',
  'not-permitted',
  'not-elevated',
  'unit-failed',
  'engine-failed',
  'scan-failed',
] satisfies readonly KillOutcome['kind'][]);

const input = planTokenInput('kill_plan');

const output = z.strictObject({
  port: portSchema,
  protocol: protocolSchema,
  isFree: z.boolean().describe('Every address of the plan is proven free.'),
  kills: z.array(
    killDocument.extend({
      outcome: z.looseObject({
        kind: outcomeKindSchema,
        afterMs: z.number().optional().describe('Milliseconds since the first signal.'),
        holders: z.array(ownerDocument).optional().describe('Who holds the port now.'),
        command: z.string().optional().describe('What a person could run, with more rights.'),
      }),
      sentence: z.string().describe('The outcome in words.'),
    }),
  ),
  next: z.string().nullable().describe('What to do where the port is not free.'),
  notes: z.array(z.string()),
});

/** `kill_apply`: carries out a plan of `kill_plan`, once. */
export function addKillApplyTool(toolbox: Toolbox, call: McpCall, orders: KillOrders): void {
  const { host, t } = call;
  addTool(toolbox, {
    name: 'kill_apply',
    title: 'Free a port as planned',
    description:
      'Carries out one plan of kill_plan: reads the system again, ends only the processes that the plan names and only where they are still the same, and proves whether the port is free. Where anything differs from the plan nothing is ended and the outcome is "changed". Can take as long as the time to end, up to a minute and a half.',
    input,
    output,
    annotations: DESTRUCTIVE,
    async run({ token }): Promise<ToolAnswer<Filled<z.input<typeof output>>>> {
      const order = orders.take(token);
      if (order === undefined) return refuseToken('kill_plan', 'Nothing was ended.');
      const notes: string[] = [];
      const complain = (text: string): void => void notes.push(text);
      // Whom the person protects may have changed since.
      const loaded = await host.settingsStore.read();
      if (isBlind(loaded)) {
        return refuse(
          'settings-unreadable',
          t('command.kill-blind'),
          'Tell the person that the settings of Portreeve cannot be read.',
        );
      }
      const settings = { ...loaded.settings, graceMs: order.settings.graceMs };
      const results: KillResult[] = [];
      for (const kill of order.kills) {
        const orderNow = { settings, means: order.means };
        const isAfterOthers = results.length > 0;
        results.push(await carryOutKill({ ...call, complain }, orderNow, kill, isAfterOthers, t));
      }
      return answer({ ...toApplied(order, results), notes });
    },
  });
}

function toApplied(
  { target, means }: KillOrder & { readonly means: KillMeans },
  results: readonly KillResult[],
) {
  const { port, protocol, kills } = toKillDocument(target, { means, isDryRun: false }, results);
  const outcomes = results.flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome]));
  const isOver = (outcome: KillOutcome): boolean =>
    toExit(outcome) === EXIT_CODES.kill.freed || outcome.kind === 'already-free';
  const open = outcomes.find((outcome) => !isOver(outcome));
  return {
    port,
    protocol,
    isFree: open === undefined && outcomes.every(({ kind }) => kind !== 'restarted'),
    kills: kills.map(({ outcome, sentence, ...kill }) => ({
      ...kill,
      outcome: outcome ?? { kind: 'changed' as const },
      sentence: sentence ?? '',
    })),
    next: open === undefined ? null : toNext(open),
  };
}

function toNext(outcome: KillOutcome): string {
  switch (outcome.kind) {
    case 'freed':
    case 'restarted':
    case 'already-free':
      return 'Nothing.';
    case 'still-held':
      if (outcome.because === 'hidden') {
        return 'Tell the person: an administrator can see who still holds the port. Or use another port.';
      }
      return 'Call kill_plan again. Only if the person agrees to lose what the program has not saved: with force.';
    case 'taken-again':
      return 'Something starts it again: call "why" with this port, and stop that instead.';
    case 'changed':
      return 'The situation differs from the plan, and nothing was ended. Call kill_plan again and look at the new plan.';
    case 'scan-failed':
      return 'The ports could not be read. Call "doctor".';
    case 'refused':
      return 'Do not try another way. Tell the person, or use another port.';
    case 'not-permitted':
    case 'not-elevated':
    case 'unit-failed':
    case 'engine-failed':
      return 'Tell the person; the command in the outcome, where there is one, is theirs to run.';
  }
}
