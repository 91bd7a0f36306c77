import type { Locale } from '../../shared/locale.ts';

/** Facts one after another; the narrow form has a comma in every language and an “and” in none. */
export function formatList(items: readonly string[], locale: Locale): string {
  return new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' }).format(items);
}
