import { z } from 'zod';
import { toUndoSentence } from '../../../shared/messages/reassign-sentences.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { ReassignedEntry } from '../../../shared/history.ts';
import { undoOutcomeSchema, type UndoOutcome } from '../../../shared/reassign.ts';
import { PLAN_LIFETIME_MS, type PlanRegistry } from '../../core/plan-registry.ts';
import { findUndoable, listFiles } from '../../core/reassign/reassign-port.ts';
import { openSettings } from '../call/own-settings.ts';
import { takeBack } from '../reassign/undo.ts';
import { answer, refuse, type Filled, type ToolAnswer } from './answer.ts';
import type { McpCall } from './mcp-call.ts';
import { diffLineDocument, moveDocument, toDiffLines } from './move-documents.ts';
import { refuseToken } from './plan-token.ts';
import { addTool, DESTRUCTIVE, type Toolbox } from './tool.ts';
import { refuseNotOurs } from './trouble.ts';

/** Moves that an agent was shown to be taken back. */
export type UndoOrders = PlanRegistry<ReassignedEntry>;

const input = z.strictObject({
  token: z
    .string()
    .max(200)
    .optional()
    .describe(
      'From a call without it: five minutes, once. Without it nothing is changed, and the move is shown.',
    ),
});

const output = z.strictObject({
  summary: z.string().describe('In words, to be shown to the person.'),
  move: moveDocument.describe('The move that is taken back.'),
  lines: z.array(diffLineDocument).describe('Every line that changes back.'),
  token: z.string().nullable().describe('To really do it; null: it was tried just now.'),
  expiresAt: z.string().nullable().describe('Of the token; ISO 8601.'),
  outcome: z.enum(undoOutcomeSchema.options.map(({ shape }) => shape.kind.value)).nullable(),
  next: z.string().nullable().describe('What to do now; null: nothing.'),
  notes: z.array(z.string()),
});
type Undone = Filled<z.input<typeof output>>;

/** `undo`: shows the last move without a token, and takes it back with one. */
export function addUndoTool(toolbox: Toolbox, call: McpCall, orders: UndoOrders): void {
  const { host } = call;
  addTool(toolbox, {
    name: 'undo',
    title: 'Take the last move back',
    description:
      'Takes the last move of a service back, in two calls. Without a token it changes nothing: it shows the move and the lines that would be as before, and gives a token. With that token it writes the lines back, or none of them where one was edited since. The service itself is neither ended nor started. Show the plan to the person unless they asked for exactly this.',
    input,
    output,
    annotations: DESTRUCTIVE,
    async run({ token }): Promise<ToolAnswer<Undone>> {
      const shown = token === undefined ? undefined : orders.take(token);
      if (token !== undefined && shown === undefined) {
        return refuseToken('undo without a token', 'Nothing was changed.');
      }
      const entry = findUndoable(await host.historyStore.load());
      if (entry === undefined) {
        return refuse('nothing-to-undo', call.t('undo.nothing-to-undo'), 'Nothing.');
      }
      if (shown === undefined) {
        if (!call.ownsSettings) return refuseNotOurs(call);
        return answer(toPlanned(entry, call, orders));
      }
      if (shown.id !== entry.id) {
        return refuse(
          'not-last',
          'Another move was made or taken back since. Nothing was changed.',
          'Call undo without a token to see which move is the last one now.',
        );
      }
      return doUndo(entry, call);
    },
  });
}

function toPlanned(entry: ReassignedEntry, { host, t }: McpCall, orders: UndoOrders): Undone {
  const { name, from, to } = entry;
  const values = { name: toSafeText(name), from: String(to), to: String(from) };
  return {
    ...toShown(entry),
    summary: t('command.undo-title', values),
    token: orders.issue(entry),
    expiresAt: new Date(host.clock.wallMs() + PLAN_LIFETIME_MS).toISOString(),
    outcome: null,
    next: 'Show it to the person, then call undo with the token.',
    notes: [],
  };
}

async function doUndo(entry: ReassignedEntry, call: McpCall): Promise<ToolAnswer<Undone>> {
  const { host, t } = call;
  const notes: string[] = [];
  const ours = { ...call, complain: (text: string): void => void notes.push(text) };
  const settings = await openSettings(ours, t);
  if (settings === undefined) return refuseNotOurs(call);
  const outcome = await takeBack(ours, entry, settings, t);
  return answer({
    ...toShown(entry),
    summary: toUndoSentence(outcome, entry.name, host.homeFolder, t),
    token: null,
    expiresAt: null,
    outcome: outcome.kind,
    next: toNext(outcome),
    notes,
  });
}

/** The lines in the direction in which they change now. */
function toShown({ id, name, from, to, edits }: ReassignedEntry) {
  const lines = toDiffLines(edits).map(({ before, after, ...place }) => ({
    ...place,
    before: after,
    after: before,
  }));
  return { move: { id, name, from, to, files: listFiles(edits) }, lines };
}

function toNext({ kind }: UndoOutcome): string | null {
  switch (kind) {
    case 'undone':
      return 'Restart the service, or ask the person to.';
    case 'nothing-to-undo':
      return null;
    case 'changed':
    case 'moved-since':
    case 'port-watched':
    case 'write-failed':
    case 'stuck':
      return 'Tell the person what the summary says; do not edit the files yourself.';
  }
}
