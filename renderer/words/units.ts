import type { Locale } from '../../shared/locale.ts';

type Unit = 'millisecond' | 'second' | 'day' | 'megabyte';

/** Symbols where they are as common as words; a word of its own for what is said in full. */
const DISPLAY: Readonly<Record<Unit, 'long' | 'short'>> = {
  millisecond: 'short',
  second: 'long',
  day: 'long',
  megabyte: 'short',
};

/** A quantity with its unit: `1.5 seconds`, `90 days`; in Chinese `1.5 秒`, as all else there. */
export function formatQuantity(value: number, unit: Unit, locale: Locale): string {
  const isChinese = locale === 'zh-CN';
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    // In full, Chinese counts lengths of time that nobody counts so.
    unitDisplay: isChinese ? 'short' : DISPLAY[unit],
    maximumFractionDigits: 1,
  })
    .format(value)
    .replace(/(\d)(\p{Script=Han})/u, '$1 $2');
}
