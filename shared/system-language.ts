/*
 * LANG=zh_CN.UTF-8
 * LC_ALL=de_DE@euro
 * LC_MESSAGES=C
 *
 * locale(7): language[_territory][.codeset][@modifier]; LC_ALL wins over LC_MESSAGES, that over LANG.
 */

/** The language of messages as a BCP 47 tag; `en` when none is set. */
export function toSystemLanguage(env: Readonly<Record<string, string | undefined>>): string {
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(Boolean) ?? 'C';
  const [tag = ''] = locale.split(/[.@]/, 1);
  if (tag === 'C' || tag === 'POSIX') return 'en';
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0] ?? 'en';
  } catch (error) {
    if (error instanceof RangeError) return 'en';
    throw error;
  }
}
