import type { ViewRequest, WindowName } from '../../shared/contract.ts';
import { toKillSentence } from '../../shared/messages/kill-sentences.ts';
import { toReassignSentence, toUndoSentence } from '../../shared/messages/reassign-sentences.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { App } from '../app.ts';
import type { TrayAction } from '../core/tray/tray-menu.ts';
import type { Notifier } from './notifier.ts';

export interface TrayActionParts {
  readonly app: App;
  readonly notifier: Notifier;
  readonly getTranslate: () => Translate;
  /** Opens a window and, where given, shows one thing in it. */
  readonly open: (window: WindowName, view?: ViewRequest) => void;
  readonly quit: () => void;
}

type KillAction = Extract<TrayAction, { kind: 'kill' }>;

/** Carries out what was clicked in the tray, and tells how it went. */
export function createTrayActions(parts: TrayActionParts): (action: TrayAction) => Promise<void> {
  const { app, notifier, getTranslate, open } = parts;

  function tell(port: number, body: string): void {
    const title = getTranslate()('notification.outcome-title', { port: String(port) });
    void notifier.notify({
      title,
      body,
      onClick: () => {
        open('popover');
      },
    });
  }

  async function kill({ listenerKey, shown, shownContainers }: KillAction): Promise<void> {
    const listener = app.getSnapshot().listeners.find(({ key }) => key === listenerKey);
    const killed = await app.killDirectly(listenerKey, shown, shownContainers);
    if (killed.kind === 'needs-a-look') open('popover', { kind: 'kill-plan', listenerKey });
    else if (listener !== undefined) {
      tell(listener.port, toKillSentence(killed.outcome, listener.port, getTranslate()));
    }
  }

  async function reassign(watchedPortId: string): Promise<void> {
    const { watched, homeFolder } = app.getSnapshot();
    const view = watched.find(({ watchedPort }) => watchedPort.id === watchedPortId);
    if (view === undefined) return;
    const outcome = await app.reassignAsShown(watchedPortId);
    tell(
      view.watchedPort.port,
      toReassignSentence(outcome, view.watchedPort, homeFolder, getTranslate()),
    );
  }

  async function undo(entryId: string): Promise<void> {
    const { undoable, homeFolder } = app.getSnapshot();
    if (undoable === undefined) return;
    const outcome = await app.handlers['service.undo-reassign']({ entryId }, 'popover');
    tell(undoable.from, toUndoSentence(outcome, undoable.name, homeFolder, getTranslate()));
  }

  return async (action) => {
    switch (action.kind) {
      case 'kill':
        return kill(action);
      case 'reassign':
        return reassign(action.watchedPortId);
      case 'undo':
        return undo(action.entryId);
      case 'accept-owner':
        await app.handlers['watched-port.accept-owner'](action, 'popover');
        return;
      case 'mute':
        await app.handlers['watched-port.mute'](action, 'popover');
        return;
      case 'let-go':
        await app.handlers['watched-port.let-go'](action, 'popover');
        return;
      case 'pause':
        await app.handlers['watching.pause'](action, 'popover');
        return;
      case 'show':
        open('popover', { kind: 'watched-port', watchedPortId: action.watchedPortId });
        return;
      case 'open':
        open(action.window);
        return;
      case 'quit':
        parts.quit();
    }
  };
}
