import { expect, test } from 'vitest';
import { describeOwner, toFolderText } from '../../electron/core/wording.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import { anOwner } from '../support/builders.ts';

test('a deleted working folder is told as deleted, also where the project is still there', () => {
  const owner = anOwner({ cwd: undefined, deletedCwd: '/home/ann/blog/dist' });
  const texts = (['en', 'zh-CN'] as const).map((locale) =>
    toFolderText(owner, '/home/ann', toTranslate(locale)),
  );
  expect(texts).toEqual(['~/blog/dist (deleted)', '~/blog/dist（已删除）']);
  expect(describeOwner(owner, '/home/ann', toTranslate('en'))).toContain('~/blog/dist (deleted)');
});
