import type { Locale } from '../../shared/locale.ts';
import { command as en } from '../../shared/messages/en/command.ts';
import { command as zhCN } from '../../shared/messages/zh-CN/command.ts';

/** The help; it has no gaps to fill, so that it needs nothing that takes time to load. */
export function toUsage(locale: Locale): string {
  return { en, 'zh-CN': zhCN }[locale]['command.usage'];
}
