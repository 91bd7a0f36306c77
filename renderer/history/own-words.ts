import type { WordSource } from '../words/translate.ts';

/** What only this window says. */
export const ownWords: WordSource = {
  en: async () => (await import('../../shared/messages/en/history.ts')).history,
  'zh-CN': async () => (await import('../../shared/messages/zh-CN/history.ts')).history,
};
