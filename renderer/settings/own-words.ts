import { settings as en } from '../../shared/messages/en/settings.ts';
import { settings as zhCN } from '../../shared/messages/zh-CN/settings.ts';

/** What only this window says, in every language. */
export const ownWords = { en, 'zh-CN': zhCN } as const;
