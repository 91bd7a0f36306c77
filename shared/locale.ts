/** The languages that Portreeve speaks. */
export const LOCALES = ['en', 'zh-CN'] as const;
export type Locale = (typeof LOCALES)[number];

/** The catalogue for a language tag of the system, English where there is none. */
export function toLocale(languageTag: string): Locale {
  return /^zh\b/i.test(languageTag) ? 'zh-CN' : 'en';
}
