import { acts } from './en/acts.ts';
import { command } from './en/command.ts';
import { common } from './en/common.ts';
import { health } from './en/health.ts';
import { history } from './en/history.ts';
import { kill } from './en/kill.ts';
import { popover } from './en/popover.ts';
import { settings } from './en/settings.ts';
import { tray } from './en/tray.ts';
import { welcome } from './en/welcome.ts';
import { why } from './en/why.ts';
import { windows } from './en/windows.ts';

/** The English catalogue, in ICU message syntax; every other language has exactly these keys. */
export const en = {
  ...common,
  ...kill,
  ...tray,
  ...windows,
  ...popover,
  ...acts,
  ...settings,
  ...welcome,
  ...command,
  ...why,
  ...health,
  ...history,
} as const;
