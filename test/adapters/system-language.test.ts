import { describe, expect, it } from 'vitest';
import { toSystemLanguage } from '../../shared/system-language.ts';

describe('the system language', () => {
  it.each([
    [{}, 'en'],
    [{ LANG: 'C' }, 'en'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LANG: 'POSIX' }, 'en'],
    [{ LANG: '' }, 'en'],
    [{ LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
    [{ LANG: 'de_DE@euro' }, 'de-DE'],
    [{ LANG: 'en_GB.ISO-8859-1' }, 'en-GB'],
    [{ LANG: 'zh_Hans_CN' }, 'zh-Hans-CN'],
    [{ LANG: 'fr' }, 'fr'],
    [{ LANG: 'not a locale' }, 'en'],
    [{ LANG: '.UTF-8' }, 'en'],
    [{ LC_MESSAGES: 'fr_FR', LANG: 'de_DE' }, 'fr-FR'],
    [{ LC_ALL: 'ja_JP', LC_MESSAGES: 'fr_FR', LANG: 'de_DE' }, 'ja-JP'],
    [{ LC_ALL: '', LC_MESSAGES: '', LANG: 'de_DE' }, 'de-DE'],
    [{ LC_ALL: 'C', LANG: 'de_DE' }, 'en'],
  ])('of %j is %s', (env, language) => {
    expect(toSystemLanguage(env)).toBe(language);
  });
});
