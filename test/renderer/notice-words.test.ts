import { expect, test } from 'vitest';
import { toNoticeSentence } from '../../shared/messages/notice-sentences.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import type { Notice } from '../../shared/snapshot.ts';

const names = ['node', 'nginx'];
const notices: readonly Notice[] = [
  { kind: 'came-back', id: '1', port: 3000, names },
  { kind: 'settings-changed-elsewhere', id: '2', names },
];

test.each(notices)('the names of $kind are listed as each language lists', (notice) => {
  expect(toNoticeSentence(notice, '', toTranslate('en'))).toContain('node, nginx');
  expect(toNoticeSentence(notice, '', toTranslate('zh-CN'))).toContain('node、nginx');
});

test('a change of settings that no watched port has is told without names', () => {
  const notice: Notice = { kind: 'settings-changed-elsewhere', id: '1', names: [] };
  const sentence = toNoticeSentence(notice, '', toTranslate('en'));
  expect(sentence).toContain('was not kept: at the same moment');
});
