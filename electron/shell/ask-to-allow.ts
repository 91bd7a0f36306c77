import { BrowserWindow, dialog, type MessageBoxOptions, type WebContents } from 'electron';
import { toCommandLine } from '../../shared/command-line.ts';
import { toSafeText } from '../../shared/messages/sentences.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import type { Power } from '../core/powers.ts';

const ALLOW = 0;
const CANCEL = 1;
/** Nothing that a person agrees to is shortened; what is longer than this is not asked for. */
const DETAIL_LENGTH_MAX = 4000;

let isAsking = false;

/**
 * Asks the person in the system's own dialog, which no page can click, whether Portreeve may do
 * this; one question at a time.
 */
export async function askToAllow(
  contents: WebContents | undefined,
  watchedPort: WatchedPort,
  powers: readonly Power[],
  t: Translate,
): Promise<boolean> {
  const detail = powers.map((power) => toPowerText(power, watchedPort, t)).join('\n');
  if (isAsking || detail.length > DETAIL_LENGTH_MAX) return false;
  const options: MessageBoxOptions = {
    type: 'question',
    message: t('powers.question', { name: toSafeText(watchedPort.name) }),
    detail,
    buttons: [t('powers.allow'), t('powers.cancel')],
    defaultId: CANCEL,
    cancelId: CANCEL,
    noLink: true,
  };
  const window = contents === undefined ? null : BrowserWindow.fromWebContents(contents);
  isAsking = true;
  try {
    const { response } = await (window === null
      ? dialog.showMessageBox(options)
      : dialog.showMessageBox(window, options));
    return response === ALLOW;
  } finally {
    isAsking = false;
  }
}

function toPowerText(power: Power, { port }: WatchedPort, t: Translate): string {
  const whole = (text: string): string => toSafeText(text, DETAIL_LENGTH_MAX + 1);
  switch (power.kind) {
    case 'write':
      return t('powers.write', { file: whole(power.file) });
    case 'read':
      return t('powers.read', { folder: whole(power.folder) });
    case 'run':
      return t('powers.run', {
        command: whole(toCommandLine(power.command)),
        folder: whole(power.folder),
      });
    case 'restart':
      return t('powers.restart', { port: String(port) });
    case 'end':
      return t('powers.end', { executable: whole(power.executable), port: String(port) });
  }
}
