import type { CommandHandlers, WindowName } from '../../shared/contract.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import type { App } from '../app.ts';
import { askToAllow } from './ask-to-allow.ts';
import type { PowerRequest } from './power-questions.ts';
import type { Windows } from './windows.ts';

/** The commands by which Portreeve may come to do more than before; the person is asked first. */
export type GrantingHandlers = Pick<CommandHandlers, 'watched-port.save' | 'settings.import'>;

export interface GrantingHandlersParts {
  readonly app: Pick<App, 'findNewPowers' | 'handlers' | 'transfer'>;
  readonly windows: Pick<Windows, 'find'>;
  readonly getTranslate: () => Translate;
}

export function createGrantingHandlers(parts: GrantingHandlersParts): GrantingHandlers {
  const { app, windows, getTranslate } = parts;

  /** Nothing is asked where these entries let Portreeve do nothing new. */
  function mayHave(sender: WindowName, watchedPorts: readonly WatchedPort[]): Promise<boolean> {
    const requests = watchedPorts
      .map((watchedPort): PowerRequest => ({ watchedPort, powers: app.findNewPowers(watchedPort) }))
      .filter(({ powers }) => powers.length > 0);
    return askToAllow(windows.find(sender), requests, getTranslate());
  }

  return {
    'watched-port.save': async (input, sender) =>
      (await mayHave(sender, [input.watchedPort]))
        ? app.handlers['watched-port.save'](input, sender)
        : { kind: 'declined' },
    // Its preview names the ports; a file of somebody else may hold commands and rules as well.
    'settings.import': async (input, sender) =>
      (await mayHave(sender, app.transfer.listWatchedPorts(input.token)))
        ? app.handlers['settings.import'](input, sender)
        : { kind: 'declined' },
  };
}
