import { expect, test } from 'vitest';
import { toConflictSentence } from '../../shared/messages/conflict-sentences.ts';
import { toFreeWords } from '../../shared/messages/free-words.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import type { Verdict } from '../../shared/verdict.ts';

const en = toTranslate('en', 'linux');
const zh = toTranslate('zh-CN', 'linux');

test.each<[Omit<Extract<Verdict, { kind: 'free' }>, 'kind'>, string, string]>([
  [{}, 'free', '空闲'],
  [
    { closing: 1, kept: { count: 1, program: 'node', pid: 77 } },
    'free, but node (pid 77) still has a connection of before on it: programs that do not ask for address reuse (SO_REUSEADDR) cannot use the port meanwhile',
    '空闲，但 node（pid 77）仍占着之前的 1 个连接：不要求地址复用（SO_REUSEADDR）的程序此时无法使用该端口',
  ],
  [
    { kept: { count: 2, program: '' } },
    'free, but a process hidden from you still has 2 connections of before on it: programs that do not ask for address reuse (SO_REUSEADDR) cannot use the port meanwhile',
    '空闲，但一个对你隐藏的进程仍占着之前的 2 个连接：不要求地址复用（SO_REUSEADDR）的程序此时无法使用该端口',
  ],
])('what free comes to with %j', (left, inEnglish, inChinese) => {
  const { key, values } = toFreeWords({ kind: 'free', ...left });
  expect([en(key, values), zh(key, values)]).toEqual([inEnglish, inChinese]);
});

test.each([
  [
    'node',
    { pid: 77 },
    'node (pid 77) still has a connection from [::1]:50123 on it, whose listener is gone; it is free again when that ends',
  ],
  [
    '',
    {},
    'a process hidden from you still has a connection from [::1]:50123 on it, whose listener is gone; it is free again when that ends',
  ],
])('a connection that a server left, of %j', (program, leftover, sentence) => {
  const verdict = {
    kind: 'conflict',
    conflict: 'outgoing',
    listenerKeys: [],
    program,
    remote: '[::1]:50123',
    leftover,
  } as const;
  expect(toConflictSentence(verdict, { name: '', holder: '', expected: '' }, en)).toBe(sentence);
});
