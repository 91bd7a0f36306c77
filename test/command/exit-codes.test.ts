import { expect, test } from 'vitest';
import { isVerb, listVerbs } from '../../electron/command/arguments/commands.ts';
import { listExitRows } from '../../electron/command/help/exit-rows.ts';
import { toManual } from '../../electron/command/help/manual.ts';
import { toUsage } from '../../electron/command/help/usage.ts';
import { toUsageWords } from '../../electron/command/help/usage-words.ts';
import { LOCALES } from '../../shared/locale.ts';

test.each(LOCALES)('help and manual page tell of every code of every command in %s', (locale) => {
  const rows = listExitRows(toUsageWords(locale));
  const told = rows.flatMap(({ commands }) => commands).filter(isVerb);
  expect(told.toSorted()).toEqual([...listVerbs()].toSorted());
  const page = toManual(locale, '1.0.0').replaceAll('\\-', '-');
  for (const { commands, codes } of rows) {
    const own = listVerbs().filter((verb) => commands.includes(verb));
    const helps = [page, toUsage(locale), ...own.map((verb) => toUsage(locale, verb))];
    for (const [code, text] of codes) {
      expect(text).not.toBe('');
      for (const help of helps) expect(help).toContain(`${code} ${text}`);
    }
  }
});
