import type { WebContents } from 'electron';
import type { CommandHandlers, ViewRequest, WindowName } from '../../shared/contract.ts';
import type { App } from '../app.ts';
import type { SnapshotFeed } from '../ipc/snapshot-feed.ts';
import { toRequestedView, type ViewRequests } from './view-requests.ts';
import type { Windows } from './windows.ts';

/** The commands about the windows themselves, and the first that a page gives. */
export type WindowHandlers = Pick<
  CommandHandlers,
  'snapshot.read' | 'window.open' | 'window.close'
>;

export interface WindowHandlersParts {
  readonly app: Pick<App, 'getSnapshot'>;
  readonly windows: Pick<Windows, 'find' | 'close'>;
  readonly viewRequests: Pick<ViewRequests, 'markListening'>;
  readonly feed: Pick<SnapshotFeed<WebContents>, 'markRead'>;
  readonly open: (window: WindowName, view?: ViewRequest) => void;
}

export function createWindowHandlers(parts: WindowHandlersParts): WindowHandlers {
  const { app, windows, viewRequests, feed, open } = parts;
  return {
    'snapshot.read': (_input, sender) => {
      viewRequests.markListening(sender);
      const snapshot = app.getSnapshot();
      const contents = windows.find(sender);
      if (contents !== undefined) feed.markRead(contents, snapshot);
      return Promise.resolve(snapshot);
    },
    'window.open': (input) => {
      open(input.window, toRequestedView(input));
      return Promise.resolve({});
    },
    'window.close': (_input, sender) => {
      windows.close(sender);
      return Promise.resolve({});
    },
  };
}
