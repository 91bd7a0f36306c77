import { expect, test } from 'vitest';
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
