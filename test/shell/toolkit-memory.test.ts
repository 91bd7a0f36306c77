import { expect, test } from 'vitest';
import { keepGraphicsDriverOut } from '../../electron/shell/toolkit-memory.ts';

test('GTK is told only until it has heard it', () => {
  const env: NodeJS.ProcessEnv = { LANG: 'C' };
  const takeBack = keepGraphicsDriverOut(env);
  expect(env).toEqual({ LANG: 'C', GDK_GL: 'disable' });
  takeBack();
  expect(env).toEqual({ LANG: 'C' });
});

test('what a person told GTK stays', () => {
  const env: NodeJS.ProcessEnv = { GDK_GL: 'always' };
  keepGraphicsDriverOut(env)();
  expect(env).toEqual({ GDK_GL: 'always' });
});
