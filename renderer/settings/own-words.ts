import type { WordSource } from '../words/translate.ts';

/** What only this window says. */
export const ownWords: WordSource = {
  en: async () => (await import('../../shared/messages/en/settings.ts')).settings,
  'zh-CN': async () => (await import('../../shared/messages/zh-CN/settings.ts')).settings,
};
