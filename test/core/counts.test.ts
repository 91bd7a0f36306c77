import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../shared/locale.ts';
import { createCounts } from '../../shared/messages/counts.ts';

describe('a count in a sentence', () => {
  it.each(LOCALES)('is written as %s writes numbers', (locale) => {
    const counts = createCounts(locale);
    const full = new Intl.NumberFormat(locale);
    for (const count of [0, 1, 42, 999, 1000, 65_535, 1_234_567, 0.5, -3]) {
      expect(counts.format(count)).toBe(full.format(count));
    }
  });
});
