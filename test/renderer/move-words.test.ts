import { expect, test } from 'vitest';
import { toMovedSentence } from '../../shared/messages/move-sentences.ts';
import { toTranslate } from '../../shared/messages/translate.ts';

const words = { name: 'shop', to: '3002', files: '~/shop/.env', count: 1 };

test.each([
  [12, '0.1'],
  [800, '0.8'],
])('a start that took %i ms is told as %s s', (afterMs, told) => {
  const service = { kind: 'running', afterMs, logFile: '/tmp/log' } as const;
  expect(toMovedSentence(service, words, toTranslate('en', 'linux'))).toContain(` ${told} s `);
});

test('a service that is on its old port again is said to be there', () => {
  const service = { kind: 'not-up', withinS: 15, stillOn: 3000 } as const;
  for (const locale of ['en', 'zh-CN'] as const) {
    expect(toMovedSentence(service, words, toTranslate(locale, 'linux'))).toContain('3000');
  }
});
