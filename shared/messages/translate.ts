import { IntlMessageFormat } from 'intl-messageformat';
import type { Locale } from '../locale.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

export type MessageKey = keyof typeof en;
export type MessageValues = Readonly<Record<string, string | number>>;

/** Turns a message key into a sentence of one language. */
export type Translate = (key: MessageKey, values?: MessageValues) => string;

const catalogues: Readonly<Record<Locale, Readonly<Record<MessageKey, string>>>> = {
  en,
  'zh-CN': zhCN,
};

/** A translator for one language; each message is compiled at its first use. */
export function createTranslate(locale: Locale): Translate {
  const compiled = new Map<MessageKey, IntlMessageFormat>();
  return (key, values) => {
    const known = compiled.get(key);
    const message =
      known ?? new IntlMessageFormat(catalogues[locale][key], locale, {}, { ignoreTag: true });
    if (known === undefined) compiled.set(key, message);
    return String(message.format(values));
  };
}
