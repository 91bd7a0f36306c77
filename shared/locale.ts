import { z } from 'zod';

/** The languages that Portreeve speaks. */
export const localeSchema = z.enum(['en', 'zh-CN']);
export type Locale = z.infer<typeof localeSchema>;

/** The catalogue for a language tag of the system, English where there is none. */
export function toLocale(languageTag: string): Locale {
  return /^zh\b/i.test(languageTag) ? 'zh-CN' : 'en';
}
