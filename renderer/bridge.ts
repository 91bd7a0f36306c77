import { BRIDGE_KEY, type Bridge } from '../shared/bridge.ts';
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  EventMessage,
  EventName,
  EventPayload,
  Reply,
} from '../shared/contract.ts';

declare global {
  interface Window {
    readonly [BRIDGE_KEY]?: Bridge;
  }
}

function bridge(): Bridge {
  const found = window[BRIDGE_KEY];
  if (found === undefined) throw new Error('This page was opened without its bridge.');
  return found;
}

/** Asks the main process; a refusal is thrown, every other failure is a kind of the output. */
export async function invoke<Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
): Promise<CommandOutput<Name>> {
  const reply = JSON.parse(await bridge().invoke(name, input)) as Reply;
  if (reply.kind === 'refused') throw new Error(`The command ${name} was refused.`);
  // Main validates every reply against the contract before it sends it.
  return reply.output as CommandOutput<Name>;
}

/**
 * Asks for what the window itself or the next snapshot shows. A refusal is dropped: main has logged
 * it with its cause, nothing has changed on the screen, and no sentence stands here to say more.
 */
export function send<Name extends CommandName>(name: Name, input: CommandInput<Name>): void {
  void invoke(name, input).catch(() => {});
}

/** Calls `handler` for each event of this name; returns the function that ends it. */
export function subscribe<Name extends EventName>(
  name: Name,
  handler: (payload: EventPayload<Name>) => void,
): () => void {
  return bridge().subscribe((text) => {
    const message = JSON.parse(text) as EventMessage;
    if (message.name === name) handler(message.payload as EventPayload<Name>);
  });
}
