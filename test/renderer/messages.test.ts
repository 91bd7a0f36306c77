import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { expect, it } from 'vitest';
import { en } from '../../shared/messages/en.ts';
import { command } from '../../shared/messages/en/command.ts';
import { history } from '../../shared/messages/en/history.ts';
import { settings } from '../../shared/messages/en/settings.ts';
import { tray } from '../../shared/messages/en/tray.ts';
import { welcome } from '../../shared/messages/en/welcome.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import { zhCN } from '../../shared/messages/zh-CN.ts';

type Elements = ReturnType<IntlMessageFormat['getAst']>;

/** All gaps of a message by their names, those inside others too, with what they choose from. */
function findGaps(message: string, locale: string): ReadonlyMap<string, readonly string[]> {
  const gaps = new Map<string, readonly string[]>();
  const walk = (elements: Elements) => {
    for (const element of elements) {
      const options = 'options' in element ? element.options : {};
      for (const option of Object.values(options)) walk(option.value);
      if ('value' in element && (element.type as number) !== 0) {
        gaps.set(element.value, [...(gaps.get(element.value) ?? []), ...Object.keys(options)]);
      }
    }
  };
  walk(new IntlMessageFormat(message, locale, {}, { ignoreTag: true }).getAst());
  return gaps;
}

/** Languages count in words of their own, or in none; a number has its forms: `one`, `=1`, `other`. */
function isCount(options: readonly string[]): boolean {
  return options.length > 0 && options.every((one) => /^(one|other|=\d+)$/.test(one));
}

const keys = Object.keys(en) as (keyof typeof en)[];

it.each(keys)('%s has the same gaps in every language', (key) => {
  const gaps = { en: findGaps(en[key], 'en'), zhCN: findGaps(zhCN[key], 'zh-CN') };
  const counts = new Set(
    [...gaps.en, ...gaps.zhCN].flatMap(([name, options]) => (isCount(options) ? [name] : [])),
  );
  const toTexts = (of: ReturnType<typeof findGaps>): readonly string[] =>
    [...of]
      .filter(([name]) => !counts.has(name))
      .map(([name, options]) => [name, ...new Set(options)].sort().join(' '))
      .sort();
  expect(toTexts(gaps.zhCN)).toEqual(toTexts(gaps.en));
});

it.each(['en', 'zh-CN'] as const)('every message of %s can be said with any values', (locale) => {
  const t = toTranslate(locale);
  const catalogue: Readonly<Record<keyof typeof en, string>> = { en, 'zh-CN': zhCN }[locale];
  for (const key of keys) {
    const gaps = [...findGaps(catalogue[key], locale)];
    const choices = gaps.flatMap(([, options]) => options);
    for (const value of [0, 1, 2, 1234, ...choices]) {
      const said = t(key, Object.fromEntries(gaps.map(([name]) => [name, value])));
      expect(`${key}: ${said.trim()}`).not.toMatch(/: $|[{}]|undefined/);
    }
  }
});

it('the catalogues have the same keys', () => {
  expect(Object.keys(zhCN).sort()).toEqual(Object.keys(en).sort());
});

it('no message is left in English, but for names', () => {
  const isWord = (text: string) => /[a-z]{4}/i.test(text.replaceAll(/\{\w+\}/g, ''));
  const untranslated = keys.filter((key) => en[key] === zhCN[key] && isWord(en[key]));
  expect(untranslated).toEqual(['app.name', 'window.popover']);
});

/** Where each catalogue's words may be said among what the windows are built from. */
const spokenIn = {
  settings: { words: settings, places: /^renderer\/settings\// },
  history: { words: history, places: /^renderer\/history\/|^shared\/messages\/history-sentences/ },
  welcome: { words: welcome, places: /^renderer\/welcome\// },
  tray: { words: tray, places: /^$/ },
  command: { words: command, places: /^$/ },
};

it.each(Object.entries(spokenIn))(
  'what only %s says is said where it was loaded with its words',
  (_name, { words, places }) => {
    const root = new URL('../../', import.meta.url);
    const sources = ['renderer', 'shared/messages'].flatMap((folder) =>
      readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
        .map((name) => `${folder}/${name}`)
        .filter((name) => /\.tsx?$/.test(name) && !/\/messages\/(?:en|zh-CN)\//.test(name))
        .filter((name) => !places.test(name))
        .map((name) => ({ name, text: readFileSync(new URL(name, root), 'utf8') })),
    );
    const said = Object.keys(words).flatMap((key) => {
      const family = key.slice(0, key.lastIndexOf('.') + 1);
      return sources
        .filter(({ text }) => text.includes(`'${key}'`) || text.includes(`\`${family}$`))
        .map(({ name }) => `${name}: ${key}`);
    });
    expect(sources.length).toBeGreaterThan(50);
    expect(said).toEqual([]);
  },
);

it('leaves no space between a bracket and a word of Chinese', () => {
  const t = toTranslate('zh-CN');
  const holder = '/shop 中的 http.server（python3）';
  expect(t('conflict-sentence.squatted', { holder, expected: 'web' })).toBe(
    '被 /shop 中的 http.server（python3）占用，应为 web',
  );
});
