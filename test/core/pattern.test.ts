import { expect, test } from 'vitest';
import { compilePattern } from '../../shared/watched-port.ts';

test.each(['next|vite', 'server\\.js$', '^/usr/bin/(node|deno) .*--port[= ]\\d+', '端口'])(
  'the pattern %s is used',
  (source) => {
    expect(compilePattern(source)).toBeInstanceOf(RegExp);
  },
);

test.each(['(', '[a', '(a+)+$', '^(\\S+\\s?)+server$', '(x*)*y'])(
  'the pattern %s is refused: it does not compile, or could take for ever',
  (source) => {
    expect(compilePattern(source)).toBeUndefined();
  },
);
