import type { EventMessage, Reply } from './contract.ts';

/** The only thing that the preload script puts on the window. */
export interface Bridge {
  invoke(name: string, input: unknown): Promise<Reply>;
  /** Returns the function that ends the subscription. */
  subscribe(handler: (message: EventMessage) => void): () => void;
}

export const BRIDGE_KEY = 'portreeve';

/** The two channels; they are here and not with the contract so that its schemas can come later. */
export const COMMAND_CHANNEL = 'command';
export const EVENT_CHANNEL = 'event';
