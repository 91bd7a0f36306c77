import type { Locale } from '../locale.ts';
import type { System } from '../system.ts';
import { en } from './en.ts';
import { createTranslate, type MessageKey, type Translate } from './translator.ts';
import { zhCN } from './zh-CN.ts';

const catalogues: Readonly<Record<Locale, Readonly<Record<MessageKey, string>>>> = {
  en,
  'zh-CN': zhCN,
};

/** One translator each, so that what it compiled is found again. */
const translators = new Map<string, Translate>();

/**
 * The translator of one language, with every message there is. Without a system it names the means
 * of none.
 */
export function toTranslate(locale: Locale, system?: System): Translate {
  const key = `${locale} ${system ?? ''}`;
  const known = translators.get(key);
  if (known !== undefined) return known;
  const translate = createTranslate(locale, catalogues[locale], system);
  translators.set(key, translate);
  return translate;
}
