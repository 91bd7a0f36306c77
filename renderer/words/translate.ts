import type { Locale } from '../../shared/locale.ts';
import { acts as actsEn } from '../../shared/messages/en/acts.ts';
import { common as commonEn } from '../../shared/messages/en/common.ts';
import { kill as killEn } from '../../shared/messages/en/kill.ts';
import { popover as popoverEn } from '../../shared/messages/en/popover.ts';
import { why as whyEn } from '../../shared/messages/en/why.ts';
import { windows as windowsEn } from '../../shared/messages/en/windows.ts';
import {
  createTranslate,
  type Catalogue,
  type Translate,
} from '../../shared/messages/translator.ts';
import type { System } from '../../shared/system.ts';
import { acts as actsZh } from '../../shared/messages/zh-CN/acts.ts';
import { common as commonZh } from '../../shared/messages/zh-CN/common.ts';
import { kill as killZh } from '../../shared/messages/zh-CN/kill.ts';
import { popover as popoverZh } from '../../shared/messages/zh-CN/popover.ts';
import { why as whyZh } from '../../shared/messages/zh-CN/why.ts';
import { windows as windowsZh } from '../../shared/messages/zh-CN/windows.ts';

/** What every window knows. A window with words of its own learns them while it is loaded. */
const catalogues: Record<Locale, Catalogue> = {
  en: { ...windowsEn, ...popoverEn, ...actsEn, ...commonEn, ...killEn, ...whyEn },
  'zh-CN': { ...windowsZh, ...popoverZh, ...actsZh, ...commonZh, ...killZh, ...whyZh },
};

const translators = new Map<string, Translate>();

/** Adds the words of one window; to be called before that window is drawn for the first time. */
export function learnWords(words: Readonly<Record<Locale, Catalogue>>): void {
  catalogues.en = { ...catalogues.en, ...words.en };
  catalogues['zh-CN'] = { ...catalogues['zh-CN'], ...words['zh-CN'] };
  translators.clear();
}

/**
 * The translator of one language for this window; one each, so that what it compiled is found
 * again. Without a system it names the means of none.
 */
export function toTranslate(locale: Locale, system?: System): Translate {
  const key = `${locale} ${system ?? ''}`;
  const known = translators.get(key);
  if (known !== undefined) return known;
  const translate = createTranslate(locale, catalogues[locale], system);
  translators.set(key, translate);
  return translate;
}
