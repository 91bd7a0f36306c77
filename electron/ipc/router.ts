import {
  commands,
  requestSchema,
  type CommandHandlers,
  type Reply,
  type WindowName,
} from '../../shared/contract.ts';
import { callChecked } from './checked-call.ts';

/** Why a request was refused; for the log, never for the window. */
export type RefusalCause = 'malformed' | 'unknown-command' | 'invalid-input' | 'too-large';

export interface RouterLog {
  refused(cause: RefusalCause, name: string): void;
  failed(name: string, error: unknown): void;
}

export type Router = (request: unknown, sender: WindowName) => Promise<Reply>;

/** A request longer than this, as JSON, is nothing that our windows send. */
const REQUEST_LENGTH_MAX = 256 * 1024;

/**
 * Turns a name and an unknown input into a checked call, and checks the output before it leaves.
 * Whatever is wrong, the window learns only that it was refused.
 */
export function createRouter(handlers: CommandHandlers, log: RouterLog): Router {
  return async (request, sender) => {
    const refuse = (cause: RefusalCause, name: string): Reply => {
      log.refused(cause, name.slice(0, 64));
      return { kind: 'refused' };
    };
    const parsed = requestSchema.safeParse(request);
    if (!parsed.success) return refuse('malformed', '');
    const { name, input } = parsed.data;
    if (isTooLarge(input)) return refuse('too-large', name);
    const call = await callChecked(commands, handlers, { name, input, context: sender });
    switch (call.kind) {
      case 'reply':
        return call;
      case 'unknown':
        return refuse('unknown-command', name);
      case 'invalid-input':
        return refuse('invalid-input', name);
      case 'failed':
        log.failed(name, call.error);
        return { kind: 'refused' };
    }
  };
}

function isTooLarge(input: unknown): boolean {
  try {
    return input !== undefined && JSON.stringify(input).length > REQUEST_LENGTH_MAX;
  } catch (error) {
    // A value with cycles or a BigInt is not data of ours either.
    if (error instanceof TypeError) return true;
    throw error;
  }
}
