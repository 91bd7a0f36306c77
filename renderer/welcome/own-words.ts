import type { WordSource } from '../words/translate.ts';

/** What only this window says. */
export const ownWords: WordSource = {
  en: async () => (await import('../../shared/messages/en/welcome.ts')).welcome,
  'zh-CN': async () => (await import('../../shared/messages/zh-CN/welcome.ts')).welcome,
};
