import { toCommandLine } from '../command-line.ts';
import type { RestartOffer } from '../reassign.ts';
import { toSafeText } from './safe-text.ts';
import { toShortPath } from './short-path.ts';
import type { Translate } from './translator.ts';

const LINE_MAX = 200;

/** What a restart would do; a command stands there as it would be typed. */
export function toRestartHint(restart: RestartOffer, homeFolder: string, t: Translate): string {
  const { ends } = restart;
  const values = ends === undefined ? {} : { ends: toSafeText(ends) };
  if (restart.kind === 'again') return t('move.restart-again', values);
  const command = toSafeText(toCommandLine(restart.command), LINE_MAX);
  const folder = toSafeText(toShortPath(restart.folder, homeFolder), LINE_MAX);
  const key = ends === undefined ? 'move.restart-command' : 'move.restart-command-ends';
  return t(key, { ...values, command, folder });
}
