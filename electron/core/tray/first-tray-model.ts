import { toLocale } from '../../../shared/locale.ts';
import { tray as english } from '../../../shared/messages/en/tray.ts';
import { tray as chinese } from '../../../shared/messages/zh-CN/tray.ts';
import type { TrayModel } from './tray-menu.ts';

/**
 * What the tray shows before anything is known, in the system's language: the lines that hold
 * whatever the ports do. It needs neither settings nor a formatter.
 */
export function toFirstTrayModel(systemLanguage: string): TrayModel {
  const words = toLocale(systemLanguage) === 'zh-CN' ? chinese : english;
  return {
    icon: { kind: 'calm' },
    tooltip: 'Portreeve',
    menu: [
      {
        kind: 'action',
        label: words['tray.open'],
        action: { kind: 'open', window: 'popover' },
      },
      {
        kind: 'action',
        label: words['tray.history'],
        action: { kind: 'open', window: 'history' },
      },
      {
        kind: 'action',
        label: words['tray.settings'],
        action: { kind: 'open', window: 'settings' },
      },
      { kind: 'separator' },
      { kind: 'action', label: words['tray.quit'], action: { kind: 'quit' } },
    ],
  };
}
