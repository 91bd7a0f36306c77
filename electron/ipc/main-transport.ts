import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { COMMAND_CHANNEL, EVENT_CHANNEL } from '../../shared/bridge.ts';
import type {
  EventMessage,
  EventName,
  EventPayload,
  Reply,
  WindowName,
} from '../../shared/contract.ts';
import { createRateLimit } from './rate-limit.ts';
import type { Router } from './router.ts';

const REQUESTS_PER_SECOND = 200;

export interface TransportParts {
  readonly router: Router;
  /** The window of ours that these contents belong to, if any. */
  readonly findWindow: (contents: WebContents) => WindowName | undefined;
  /** Whether a page at this address is ours. */
  readonly isOwnPage: (url: string) => boolean;
  /** Hears of a refused sender once per cause, not once per request. */
  readonly onRefused: (cause: 'untrusted-sender' | 'too-many-requests') => void;
  readonly monotonicMs: () => number;
}

/** Connects the command channel to the router; only the main frame of our own windows is heard. */
export function listenForCommands(parts: TransportParts): void {
  const limit = createRateLimit(REQUESTS_PER_SECOND);
  const refusedBefore = new Set<string>();
  const refuse = (cause: 'untrusted-sender' | 'too-many-requests'): Reply => {
    if (!refusedBefore.has(cause)) parts.onRefused(cause);
    refusedBefore.add(cause);
    return { kind: 'refused' };
  };

  function findTrustedWindow(event: IpcMainInvokeEvent): WindowName | undefined {
    const frame = event.senderFrame;
    if (frame === null || frame.parent !== null || !parts.isOwnPage(frame.url)) return undefined;
    return parts.findWindow(event.sender);
  }

  async function reply(event: IpcMainInvokeEvent, request: unknown): Promise<Reply> {
    const sender = findTrustedWindow(event);
    if (sender === undefined) return refuse('untrusted-sender');
    if (!limit(parts.monotonicMs())) return refuse('too-many-requests');
    return parts.router(request, sender);
  }

  ipcMain.handle(COMMAND_CHANNEL, async (event, request: unknown) =>
    JSON.stringify(await reply(event, request)),
  );
}

/** Sends one event to one window's page. */
export function publish<Name extends EventName>(
  contents: WebContents,
  name: Name,
  payload: EventPayload<Name>,
): void {
  if (contents.isDestroyed()) return;
  contents.send(EVENT_CHANNEL, JSON.stringify({ name, payload } satisfies EventMessage));
}
