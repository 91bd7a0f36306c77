import { command } from './en/command.ts';
import { common } from './en/common.ts';
import { tray } from './en/tray.ts';
import { why } from './en/why.ts';
import { windows } from './en/windows.ts';

/** The English catalogue, in ICU message syntax; every other language has exactly these keys. */
export const en = { ...common, ...tray, ...windows, ...command, ...why } as const;
