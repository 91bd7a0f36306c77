import { IntlMessageFormat } from 'intl-messageformat';
import { expect, it } from 'vitest';
import { en } from '../../shared/messages/en.ts';
import { zhCN } from '../../shared/messages/zh-CN.ts';

type Elements = ReturnType<IntlMessageFormat['getAst']>;

/** The names of all gaps of a message, those inside plurals and choices too. */
function findPlaceholders(message: string, locale: string): readonly string[] {
  const names = new Set<string>();
  const walk = (elements: Elements) => {
    for (const element of elements) {
      if ('options' in element) {
        for (const option of Object.values(element.options)) walk(option.value);
      }
      if ('value' in element && (element.type as number) !== 0) names.add(element.value);
    }
  };
  walk(new IntlMessageFormat(message, locale, {}, { ignoreTag: true }).getAst());
  return [...names].sort();
}

const keys = Object.keys(en) as (keyof typeof en)[];

it('every message has the same gaps in every language', () => {
  const gapsIn = (catalogue: Readonly<Record<keyof typeof en, string>>, locale: string) =>
    Object.fromEntries(keys.map((key) => [key, findPlaceholders(catalogue[key], locale)]));
  expect(gapsIn(zhCN, 'zh-CN')).toEqual(gapsIn(en, 'en'));
});

it('the catalogues have the same keys', () => {
  expect(Object.keys(zhCN).sort()).toEqual(Object.keys(en).sort());
});

it('no message is left in English, but for names', () => {
  const isWord = (text: string) => /[a-z]{4}/i.test(text.replaceAll(/\{\w+\}/g, ''));
  const untranslated = keys.filter((key) => en[key] === zhCN[key] && isWord(en[key]));
  expect(untranslated).toEqual(['app.name', 'window.popover']);
});
