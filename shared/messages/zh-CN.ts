import type { en } from './en.ts';
import { acts } from './zh-CN/acts.ts';
import { command } from './zh-CN/command.ts';
import { common } from './zh-CN/common.ts';
import { health } from './zh-CN/health.ts';
import { history } from './zh-CN/history.ts';
import { kill } from './zh-CN/kill.ts';
import { popover } from './zh-CN/popover.ts';
import { settings } from './zh-CN/settings.ts';
import { tray } from './zh-CN/tray.ts';
import { welcome } from './zh-CN/welcome.ts';
import { why } from './zh-CN/why.ts';
import { windows } from './zh-CN/windows.ts';

/** The Simplified Chinese catalogue. */
export const zhCN = {
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
} as const satisfies Readonly<Record<keyof typeof en, string>>;
