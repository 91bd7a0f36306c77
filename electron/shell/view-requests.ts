import type { CommandInput, ViewRequest, WindowName } from '../../shared/contract.ts';

/** Brings requests to show something to windows that may not be there yet. */
export interface ViewRequests {
  /** Sends the request now, or as soon as the window's page can hear it. */
  ask(window: WindowName, request: ViewRequest): void;
  /** The page of this window listens from now on. */
  markListening(window: WindowName): void;
  markClosed(window: WindowName): void;
}

export function createViewRequests(
  send: (window: WindowName, request: ViewRequest) => void,
): ViewRequests {
  const listening = new Set<WindowName>();
  const waiting = new Map<WindowName, ViewRequest>();
  return {
    ask(window, request) {
      if (listening.has(window)) send(window, request);
      else waiting.set(window, request);
    },
    markListening(window) {
      listening.add(window);
      const request = waiting.get(window);
      waiting.delete(window);
      if (request !== undefined) send(window, request);
    },
    markClosed(window) {
      listening.delete(window);
      waiting.delete(window);
    },
  };
}

/** What a page asks to see in the window that it opens, if anything of it. */
export function toRequestedView(input: CommandInput<'window.open'>): ViewRequest | undefined {
  const { watchedPortId, port } = input;
  if (watchedPortId !== undefined) return { kind: 'watched-port', watchedPortId };
  return port === undefined ? undefined : { kind: 'port', port };
}
