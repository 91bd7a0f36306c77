import { expect, test } from 'vitest';
import { toMovedRecipe } from '../../../electron/core/reassign/moved-recipe.ts';

function moved(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): readonly string[] | undefined {
  const recipe = { executable: '/usr/bin/node', argv, cwd: '/home/ann/shop', env };
  return toMovedRecipe(recipe, 3000, 3001)?.argv;
}

test.each([
  [
    ['node', 'vite', '--port', '3000'],
    ['node', 'vite', '--port', '3001'],
  ],
  [
    ['node', 'vite', '--port=3000'],
    ['node', 'vite', '--port=3001'],
  ],
  [
    ['next', 'dev', '-p', '3000'],
    ['next', 'dev', '-p', '3001'],
  ],
  [
    ['next', 'dev', '-p3000'],
    ['next', 'dev', '-p3001'],
  ],
  [
    ['python3', '-m', 'http.server', '3000'],
    ['python3', '-m', 'http.server', '3001'],
  ],
  [
    ['manage.py', 'runserver', '127.0.0.1:3000'],
    ['manage.py', 'runserver', '127.0.0.1:3001'],
  ],
  [
    ['manage.py', 'runserver', '[::1]:3000'],
    ['manage.py', 'runserver', '[::1]:3001'],
  ],
  [
    ['server', '--listen=0.0.0.0:3000'],
    ['server', '--listen=0.0.0.0:3001'],
  ],
  [
    ['php', '-S', 'localhost:3000'],
    ['php', '-S', 'localhost:3001'],
  ],
])('%j names its port', (argv, expected) => {
  expect(moved(argv)).toEqual(expected);
});

test.each([
  [['node', 'server.js']],
  [['node', 'server.js', '--port', '30001']],
  [['node', '--max-old-space-size', '3000', 'server.js']],
  [['node', 'server.js', '--timeout=3000']],
  [['node', '/home/ann/3000/server.js']],
  [['node', 'server.js', 'http://api:13000']],
])('%j does not', (argv) => {
  expect(moved(argv)).toBe(undefined);
});

test('the environment may name it too', () => {
  const recipe = {
    executable: '/usr/bin/node',
    argv: ['node', 'server.js'],
    cwd: '/home/ann/shop',
    env: { PORT: '3000', API_PORT: '3000' },
  };
  expect(toMovedRecipe(recipe, 3000, 3001)).toEqual({
    ...recipe,
    env: { PORT: '3001', API_PORT: '3000' },
  });
});
