import { history as en } from '../../shared/messages/en/history.ts';
import { history as zhCN } from '../../shared/messages/zh-CN/history.ts';

/** What only this window says, in every language. */
export const ownWords = { en, 'zh-CN': zhCN } as const;
