import type { Readable, Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { toLocale } from '../../../shared/locale.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import { toTranslate } from '../../../shared/messages/translate.ts';
import type { CommandCall } from '../call/command-call.ts';
import { EXIT_CODES } from '../call/exit-codes.ts';
import { createGate, type Gate } from './gate.ts';
import { limitLines } from './limit-lines.ts';
import type { McpCall } from './mcp-call.ts';
import { createMcpServer } from './server.ts';

const MESSAGE_BYTES_MAX = 1024 * 1024;
const WAITING_CALLS_MAX = 32;
const EXIT = EXIT_CODES.mcp;

export interface ServeCall extends Omit<McpCall, 't'>, Pick<CommandCall, 'complain' | 'onStop'> {
  readonly input: Readable;
  readonly output: Writable;
}

/**
 * `portreeve mcp`: serves one agent over a pair of streams until it closes them. What was begun is
 * then brought to its end; a signal ends everything at once. Resolves to the exit code.
 */
export async function serveMcp(call: ServeCall): Promise<number> {
  const { input, output, complain } = call;
  const gate = createGate(WAITING_CALLS_MAX);
  const server = createMcpServer({ ...call, t: toTranslate('en', call.host.system) }, gate);
  // The person reads these, perhaps in the agent's log.
  const t = toTranslate(toLocale(call.host.systemLanguage), call.host.system);
  const lines = limitLines(MESSAGE_BYTES_MAX, () => {
    complain(t('command.mcp-message-dropped', { size: MESSAGE_BYTES_MAX }));
  });
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's server is no event target
  server.server.onerror = (error) => {
    complain(t('command.mcp-not-understood', { reason: toSafeText(error.message, 200) }));
  };
  const ended = new Promise<number>((resolve) => {
    const end = (): void => resolve(EXIT.ended);
    call.onStop(() => resolve(gate.isBusy() ? EXIT.interrupted : EXIT.ended));
    lines.once('end', end);
    input.once('error', end);
    // Nobody reads the answers any more.
    output.once('error', end);
  });
  await server.connect(new StdioServerTransport(lines, output));
  input.pipe(lines);
  const code = await ended;
  if (code === EXIT.ended) await answerAll(gate);
  await server.close();
  input.unpipe(lines);
  input.destroy();
  return code;
}

/** A turn of the event loop brings each message that was read to the gate, and each answer out. */
async function answerAll(gate: Gate): Promise<void> {
  do {
    await nextTurn();
    await gate.settled();
    await nextTurn();
  } while (gate.isBusy());
}
