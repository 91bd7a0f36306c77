import type { ViewRequest } from '../shared/contract.ts';
import { subscribe } from './bridge.ts';

type Handler = (request: ViewRequest) => void;

const handlers = new Set<Handler>();
let waiting: ViewRequest | undefined;

/** Hears what the person asked to see, from before the first component is drawn. */
export function listenForViewRequests(): void {
  subscribe('view.requested', (request) => {
    if (handlers.size === 0) waiting = request;
    for (const handler of handlers) handler(request);
  });
}

/** Hands over each request, one that came early included; returns the function that ends it. */
export function handleViewRequests(handler: Handler): () => void {
  handlers.add(handler);
  if (waiting !== undefined) handler(waiting);
  waiting = undefined;
  return () => handlers.delete(handler);
}
