import { IntlMessageFormat, type Formatters } from 'intl-messageformat';
import type { Locale } from '../locale.ts';
import { createCounts } from './counts.ts';
import type { System } from '../system.ts';
import type { en } from './en.ts';

export type MessageKey = keyof typeof en;
export type MessageValues = Readonly<Record<string, string | number>>;

/** Turns a message key into a sentence of one language. */
export type Translate = (key: MessageKey, values?: MessageValues) => string;

/** Messages of one language by their keys: all of them, or those that a window was loaded with. */
export type Catalogue = Readonly<Partial<Record<MessageKey, string>>>;

// What the class does by itself reads the tables of every language there is, to learn that ours
// are among them.
IntlMessageFormat.resolveLocale = (locales) => new Intl.Locale(String(locales));

/** Before a word of Chinese, where what fills a gap ends in a bracket, which brings its own space. */
const SPACE_TOO_MUCH = /(?<=）) (?=\p{Script=Han})/gu;

/**
 * The translator of one language; each message is compiled at its first use. Every message may
 * choose by `{system, select, …}`, so that nobody reads of means that another system has.
 */
export function createTranslate(
  locale: Locale,
  catalogue: Catalogue,
  system: System | undefined,
): Translate {
  const compiled = new Map<MessageKey, IntlMessageFormat>();
  const options = { ignoreTag: true, formatters: createFormatters(locale) };
  return (key, values) => {
    const known = compiled.get(key);
    const message = known ?? new IntlMessageFormat(catalogue[key] ?? key, locale, {}, options);
    if (known === undefined) compiled.set(key, message);
    const said = String(message.format({ system: system ?? 'other', ...values }));
    return locale === 'zh-CN' ? said.replaceAll(SPACE_TOO_MUCH, '') : said;
  };
}

/** Shared by all messages of a language. */
function createFormatters(locale: Locale): Formatters {
  const counts = createCounts(locale);
  let rules: Intl.PluralRules | undefined;
  return {
    getNumberFormat: (_locale, options) =>
      options === undefined ? counts : new Intl.NumberFormat(locale, options),
    getDateTimeFormat: (_locale, options) => new Intl.DateTimeFormat(locale, options),
    getPluralRules: (_locale, options) =>
      options?.type === 'ordinal'
        ? new Intl.PluralRules(locale, options)
        : (rules ??= new Intl.PluralRules(locale)),
  };
}
