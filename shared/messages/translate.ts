import type { Locale } from '../locale.ts';
import { en } from './en.ts';
import { createTranslate, type MessageKey, type Translate } from './translator.ts';
import { zhCN } from './zh-CN.ts';

const catalogues: Readonly<Record<Locale, Readonly<Record<MessageKey, string>>>> = {
  en,
  'zh-CN': zhCN,
};

/** One translator a language, so that what it compiled is found again. */
const translators = new Map<Locale, Translate>();

/** The translator of one language, with every message there is. */
export function toTranslate(locale: Locale): Translate {
  const known = translators.get(locale);
  if (known !== undefined) return known;
  const translate = createTranslate(locale, catalogues[locale]);
  translators.set(locale, translate);
  return translate;
}
