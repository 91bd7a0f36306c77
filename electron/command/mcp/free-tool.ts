import { z } from 'zod';
import { protocolSchema } from '../../../shared/listener.ts';
import { portSchema } from '../../../shared/port.ts';
import { passedOverReasonSchema } from '../../../shared/reassign.ts';
import { PLAIN } from '../output/colours.ts';
import { findFree, toFreeDocument } from '../free.ts';
import { toFreeComplaints } from '../free-text.ts';
import { toFreeAsked } from '../arguments/parse-free.ts';
import { answer, refuse, type Filled, type ToolAnswer } from './answer.ts';
import type { McpCall } from './mcp-call.ts';
import { addTool, PLANNING, type Toolbox } from './tool.ts';

const COUNT_MAX = 100;

const input = z.strictObject({
  near: portSchema.optional().describe('This port or the next free one, 100 ports at most.'),
  range: z
    .strictObject({ from: portSchema, to: portSchema })
    .optional()
    .describe('Never outside these two, both included. Default: 20000 to 32767.'),
  order: z
    .enum(['lowest', 'random'])
    .optional()
    .describe('Which of the range. Default: lowest of a range that is given, else random.'),
  protocol: z
    .enum(['tcp', 'udp', 'both'])
    .default('tcp')
    .describe('both: the same number is free for TCP and for UDP.'),
  host: z
    .string()
    .max(100)
    .optional()
    .describe('Free on this one local IP address. Default: 127.0.0.1, ::1, 0.0.0.0 and ::.'),
  count: z.number().int().min(1).max(COUNT_MAX).default(1).describe('So many different ports.'),
});

const output = z.strictObject({
  outcome: z.literal('found'),
  protocols: z.array(protocolSchema),
  address: z.string().nullable().describe('null: all of them.'),
  ports: z.array(
    z.strictObject({
      port: portSchema,
      ephemeral: z
        .boolean()
        .describe('The system may lend it to an outgoing connection while nobody listens.'),
    }),
  ),
  passedOver: z.array(
    z.strictObject({
      port: portSchema,
      reason: passedOverReasonSchema,
      by: z.string().nullable().describe('Who holds it, or what it is usual for.'),
    }),
  ),
  notes: z.array(z.string()),
});

/** `free`: ports that could be bound a moment ago. */
export function addFreeTool(toolbox: Toolbox, { freeHost, t }: McpCall): void {
  addTool(toolbox, {
    name: 'free',
    title: 'Find free ports',
    description:
      'Ports that are really free, tested by binding them a moment ago. Passes over ports that are watched, in use, privileged, blocked by browsers or usual for well-known servers, each with its reason. Nothing is kept for you: bind the port soon, and ask again where that fails. Gives all of count or an error.',
    input,
    output,
    annotations: PLANNING,
    async run(given): Promise<ToolAnswer<Filled<z.input<typeof output>>>> {
      if (given.near !== undefined && (given.range ?? given.order) !== undefined) {
        return refuse(
          'not-together',
          '"near" goes neither with "range" nor with "order".',
          'Give "near" alone, or "range" and "order".',
        );
      }
      const asked = toFreeAsked(toFlags(given));
      if (asked.kind !== 'free') {
        const wanted = asked.kind === 'value-bad' ? asked.wanted : 'range';
        return refuse(
          'not-understood',
          `${asked.kind === 'value-bad' ? asked.value : ''} is not understood; needed is ${t(`command.wanted-${wanted}`)}.`,
          'Correct the argument and call again.',
        );
      }
      const { outcome, areSettingsUnread } = await findFree(freeHost, asked);
      const complaint = { outcome, asked, areSettingsUnread };
      const words = { locale: 'en', colours: PLAIN } as const;
      const notes = [...toFreeComplaints(complaint, freeHost, words)];
      if (outcome.kind === 'no-such-address') {
        return refuse(
          outcome.kind,
          notes.join(' '),
          'Give an address of this machine, or leave "host" out.',
        );
      }
      if (outcome.kind === 'exhausted') {
        return refuse(outcome.kind, notes.join('\n'), 'Ask for fewer ports or for another range.');
      }
      return answer({ ...toFreeDocument(outcome, asked), outcome: outcome.kind, notes });
    },
  });
}

/** The same question as on the command line, so that both are answered by the same rules. */
function toFlags({ near, range, order, protocol, host, count }: z.output<typeof input>) {
  const flags = new Map([['--count', String(count)]]);
  if (near !== undefined) flags.set('--near', String(near));
  if (range !== undefined) flags.set('--range', `${range.from}-${range.to}`);
  else if (order === 'lowest') flags.set('--range', '20000-32767');
  if (order === 'random') flags.set('--random', '');
  if (protocol !== 'tcp') flags.set(`--${protocol}`, '');
  if (host !== undefined) flags.set('--host', host);
  return flags;
}
