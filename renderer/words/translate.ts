import type { Locale } from '../../shared/locale.ts';
import {
  createTranslate,
  type Catalogue,
  type Translate,
} from '../../shared/messages/translator.ts';
import type { System } from '../../shared/system.ts';

/** Words of a window, each language in a file of its own that is fetched when it is wanted. */
export type WordSource = Readonly<Record<Locale, () => Promise<Catalogue>>>;

const sources: WordSource[] = [
  {
    en: async () => (await import('./every-window-en.ts')).words,
    'zh-CN': async () => (await import('./every-window-zh.ts')).words,
  },
];
const catalogues = new Map<Locale, Catalogue>();
/** One each, so that what it compiled is found again. */
const translators = new Map<string, Translate>();

/** Adds the words of one window; they are there when a language is loaded after this. */
export function learnWords(source: WordSource): void {
  sources.push(source);
}

/** Fetches all words of a language that this window knows of. */
export async function loadLanguage(locale: Locale): Promise<void> {
  const parts = await Promise.all(sources.map((source) => source[locale]()));
  catalogues.set(locale, Object.assign({}, ...parts) as Catalogue);
  translators.clear();
}

/** The translator of a language that was loaded. Without a system it names the means of none. */
export function toTranslate(locale: Locale, system?: System): Translate {
  const key = `${locale} ${system ?? ''}`;
  const known = translators.get(key);
  if (known !== undefined) return known;
  const translate = createTranslate(locale, catalogues.get(locale) ?? {}, system);
  translators.set(key, translate);
  return translate;
}
