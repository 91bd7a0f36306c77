/**
 * The only thing that the preload script puts on the window. Replies and events cross as JSON: an
 * object would be copied property by property on its way between two worlds, which takes long for
 * thousands of listeners.
 */
export interface Bridge {
  /** Resolves to a `Reply`, as JSON. */
  invoke(name: string, input: unknown): Promise<string>;
  /** Hands over each `EventMessage`, as JSON; returns the function that ends the subscription. */
  subscribe(handler: (message: string) => void): () => void;
}

export const BRIDGE_KEY = 'portreeve';

/** The two channels; they are here and not with the contract so that its schemas can come later. */
export const COMMAND_CHANNEL = 'command';
export const EVENT_CHANNEL = 'event';
