import { expect, test } from 'vitest';
import { groupPassedOver, toPassedOverWords } from '../../shared/messages/passed-over.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import { passedOverReasonSchema, type PassedOver } from '../../shared/reassign.ts';

const passedOver: readonly PassedOver[] = [
  { port: 3004, reason: 'in-use' },
  { port: 3000, reason: 'current' },
  { port: 3002, reason: 'in-use', by: 'vite' },
  { port: 3001, reason: 'in-use', by: 'vite' },
  { port: 3003, reason: 'in-use' },
  { port: 5432, reason: 'well-known', by: 'PostgreSQL' },
];

test('neighbours that are passed over for one reason are told together', () => {
  expect(toPassedOverWords(passedOver, toTranslate('en'))).toEqual([
    '3000 its port now',
    '3001-3002 in use by vite',
    '3003-3004 in use',
    '5432 usual for PostgreSQL',
  ]);
});

test('what goes beyond the wanted length is counted', () => {
  const words = toPassedOverWords(passedOver, toTranslate('zh-CN'), 2);
  expect(words).toEqual(['3000 就是当前端口', '3001-3002 正被 vite 占用', '另外 2 项']);
  expect(groupPassedOver([])).toEqual([]);
});

test.each(passedOverReasonSchema.options)('there are words for %s in both languages', (reason) => {
  for (const locale of ['en', 'zh-CN'] as const) {
    const [words] = toPassedOverWords([{ port: 3000, reason, by: 'web' }], toTranslate(locale));
    expect(words).toContain('3000');
  }
});
