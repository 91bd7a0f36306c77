import type { Listener } from '../../shared/listener.ts';
import { toLocalUrl } from '../../shared/local-url.ts';

/** Longer lines, and such with line breaks, are not put on the clipboard. */
const COPIED_LENGTH_MAX = 2000;

/** What can be opened or copied of a port that is listened on. */
export interface ListenerLinks {
  /** What a person does elsewhere by this line: asks the command the same question. */
  readonly command: string;
  readonly listenerKey: string | undefined;
  readonly url: string | undefined;
  readonly folder: string | undefined;
  readonly commandLine: string | undefined;
}

export function toListenerLinks(
  port: number,
  protocol: Listener['protocol'],
  listeners: readonly Listener[],
): ListenerLinks {
  const [listener] = listeners;
  const owner = listener?.container === undefined ? listener?.owners[0] : undefined;
  const commandLine = owner?.command ?? '';
  return {
    command: `portreeve why ${port}${protocol === 'udp' ? ' --udp' : ''}`,
    listenerKey: listener?.key,
    url: listener === undefined ? undefined : toLocalUrl(listener),
    folder: owner?.project ?? owner?.cwd,
    commandLine:
      commandLine === '' || commandLine.length > COPIED_LENGTH_MAX ? undefined : commandLine,
  };
}
