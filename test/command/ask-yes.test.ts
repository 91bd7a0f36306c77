import { describe, expect, test } from 'vitest';
import { askYes } from '../../electron/command/call/ask-yes.ts';
import { toTranslate } from '../../shared/messages/translate.ts';

const en = toTranslate('en');

async function answer(line: string | undefined, t = en) {
  const questions: string[] = [];
  const ask = (question: string): Promise<string | undefined> => {
    questions.push(question);
    return Promise.resolve(line);
  };
  return { said: await askYes({ ask }, 'Move? [y/N]', t), questions };
}

describe('a question at the terminal', () => {
  test.each(['y', 'Y', 'yes', ' YES '])('takes %j for a yes', async (line) => {
    expect(await answer(line)).toEqual({ said: 'yes', questions: ['\nMove? [y/N] '] });
  });

  test.each(['', ' ', 'n', 'yy', 'y yes', 'yes please', '是', undefined])(
    'takes %j for a no',
    async (line) => {
      expect((await answer(line)).said).toBe('no');
    },
  );

  test('understands a Chinese yes where it asked in Chinese', async () => {
    expect((await answer('是', toTranslate('zh-CN'))).said).toBe('yes');
  });

  test('without a terminal is put to nobody', async () => {
    expect(await askYes({ ask: undefined }, 'Move? [y/N]', en)).toBe('nobody-to-ask');
  });
});
